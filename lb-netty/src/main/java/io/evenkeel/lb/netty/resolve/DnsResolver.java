package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.spi.Registration;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for names on one of the balancer's loops, with its transport's sockets: first the hosts file, then the name servers
 * of the system, or the one that was configured. IPv4 addresses come first, IPv6 addresses behind them if this machine has
 * such an address itself. The system's search domains apply to names without a dot at their end. Until the first lookup it
 * has nothing, and between lookups no socket.
 */
public final class DnsResolver implements Resolver {

    /** Per name server; a lookup asks several in turn where the system has several. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final Sockets sockets;
    private final HostsFile hosts;
    private final @Nullable InetSocketAddress nameServer;
    private final Duration patience;

    /** Null for what Netty finds fit for this machine. */
    private final @Nullable ResolvedAddressTypes families;

    /** Made by the first lookup. Control thread. */
    private @Nullable DnsNameResolverBuilder common;

    /** On the loop. */
    private final Set<Lookup> running = new HashSet<>();

    private boolean closed;

    /**
     * A resolver.
     *
     * @param loop where it asks; stays the caller's
     * @param transport that of the loop
     * @param allocator where buffers come from
     * @param nameServer whom to ask, or null for the system's name servers
     */
    public DnsResolver(
            EventLoop loop, IoTransport transport, ByteBufAllocator allocator, @Nullable InetSocketAddress nameServer) {
        this(loop, transport, allocator, nameServer, HostsFile.ofSystem(), PATIENCE, null);
    }

    DnsResolver(
            EventLoop loop,
            IoTransport transport,
            ByteBufAllocator allocator,
            @Nullable InetSocketAddress nameServer,
            HostsFile hosts,
            Duration patience,
            @Nullable ResolvedAddressTypes families) {
        this.loop = loop;
        this.sockets = new Sockets(transport, allocator);
        this.nameServer = nameServer;
        this.hosts = hosts;
        this.patience = patience;
        this.families = families;
    }

    @Override
    public Registration resolve(String host, Consumer<Answer> done) {
        List<InetAddress> here = hosts.addresses(host);
        if (!here.isEmpty()) {
            done.accept(Answer.of(here, HostsFile.TTL));
            return () -> {};
        }
        DnsNameResolverBuilder builder = builder();
        Lookup lookup = new Lookup(host, sockets, done, running::remove);
        if (!onLoop(() -> begin(lookup, builder))) {
            done.accept(Answer.failed("the event loops have ended"));
        }
        return () -> onLoop(lookup::end);
    }

    private void begin(Lookup lookup, DnsNameResolverBuilder builder) {
        if (!closed) {
            running.add(lookup);
            lookup.begin(builder);
        }
    }

    private DnsNameResolverBuilder builder() {
        DnsNameResolverBuilder builder = common;
        if (builder == null) {
            DnsServerAddressStreamProvider servers = nameServer != null
                    ? new SingletonDnsServerAddressStreamProvider(nameServer)
                    : DnsServerAddressStreamProviders.platformDefault();
            builder = new DnsNameResolverBuilder(loop)
                    .nameServerProvider(servers)
                    // Unused; without it each resolver would take a place among the thread locals, for ever.
                    .queryServerAddressStream(servers.nameServerAddressStream(""))
                    .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                    .hostsFileEntriesResolver((name, types) -> null)
                    .queryTimeoutMillis(patience.toMillis());
            if (families != null) {
                builder.resolvedAddressTypes(families);
            }
            common = builder;
        }
        return builder;
    }

    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the loops have ended, and closed their channels before
        }
    }

    /**
     * Gives up all lookups, and refuses further ones. Any thread.
     *
     * @param whenClosed runs when the last socket is closed
     */
    public void close(Runnable whenClosed) {
        boolean posted = onLoop(() -> {
            closed = true;
            List.copyOf(running).forEach(Lookup::end);
            sockets.whenClosed(loop, whenClosed);
        });
        if (!posted) {
            whenClosed.run();
        }
    }
}
