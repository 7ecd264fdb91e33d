package io.evenkeel.lb.netty.resolve;

import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One name asked for once, over a socket of its own: so each time another port takes part in what an attacker who forges
 * answers has to guess, and nothing is held between lookups. Its loop's thread only.
 */
final class Lookup {

    private final String host;
    private final Sockets sockets;
    private final Consumer<Answer> done;
    private final Consumer<Lookup> whenEnded;
    private final LookupNotes notes = new LookupNotes();
    private final List<Channel> channels = new ArrayList<>(1);
    private boolean ended;

    Lookup(String host, Sockets sockets, Consumer<Answer> done, Consumer<Lookup> whenEnded) {
        this.host = host;
        this.sockets = sockets;
        this.done = done;
        this.whenEnded = whenEnded;
    }

    /** The builder names all but what belongs to one lookup. */
    void begin(DnsNameResolverBuilder common) {
        if (ended) {
            return;
        }
        try {
            // Made here: of a failure within its Bootstrap, Netty tells on a global thread that outlives the balancer.
            DatagramChannel datagrams = mine(sockets.datagrams());
            DnsNameResolver resolver = common.copy()
                    .datagramChannelFactory(() -> datagrams)
                    .socketChannelFactory(() -> mine(sockets.connection()))
                    .resolveCache(notes)
                    .cnameCache(notes)
                    .dnsQueryLifecycleObserverFactory(notes)
                    .build();
            resolver.resolveAll(host).addListener(this::answered);
        } catch (RuntimeException e) { // no descriptor left
            finish(Answer.failed(Causes.of(e, null)));
        }
    }

    private <C extends Channel> C mine(C channel) {
        channels.add(channel);
        return channel;
    }

    private void answered(Future<? super List<InetAddress>> future) {
        if (!future.isSuccess()) {
            finish(Answer.failed(Causes.of(future.cause(), notes.refusal())));
            return;
        }
        @SuppressWarnings("unchecked") // what resolveAll promises
        List<InetAddress> all = (List<InetAddress>) future.getNow();
        // Filters answer with 0.0.0.0 for what they block; connecting there means connecting to oneself.
        List<InetAddress> usable = all.stream()
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .toList();
        finish(
                usable.isEmpty()
                        ? Answer.failed("no usable address")
                        : new Answer(usable, notes.ttl(), notes.isPartial(), null));
    }

    private void finish(Answer answer) {
        if (!ended) {
            end();
            done.accept(answer);
        }
    }

    /** Ends it without an answer. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        List.copyOf(channels).forEach(sockets::close);
        whenEnded.accept(this);
    }
}
