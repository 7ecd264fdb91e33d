package io.evenkeel.lb.netty.resolve;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsCnameCache;
import io.netty.resolver.dns.DnsNameResolverException;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import io.netty.resolver.dns.NoopDnsCache;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Netty's resolver learns during one lookup and does not answer: the TTLs, which it tells its caches, and what became of
 * each question, which it tells observers. It caches nothing: a name is asked for when its records are out of date. On the
 * loop's thread.
 */
final class LookupNotes implements DnsCache, DnsCnameCache, DnsQueryLifecycleObserverFactory {

    private long ttlSeconds = Long.MAX_VALUE;
    private final Set<DnsRecordType> answered = new HashSet<>();
    private final Set<DnsRecordType> unanswered = new HashSet<>();
    private @Nullable DnsResponseCode refusal;

    /** The smallest of all records on the way, aliases included. */
    Duration ttl() {
        return Duration.ofSeconds(Math.min(ttlSeconds, Integer.MAX_VALUE));
    }

    /** Whether a question got no answer from any name server. */
    boolean isPartial() {
        return !answered.containsAll(unanswered);
    }

    /** What a name server said instead of an answer, last. */
    @Nullable
    DnsResponseCode refusal() {
        return refusal;
    }

    private void note(long seconds) {
        ttlSeconds = Math.min(ttlSeconds, seconds);
    }

    // ---- caches ----

    @Override
    public void clear() {}

    @Override
    public boolean clear(String hostname) {
        return false;
    }

    @Override
    public List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
        return List.of();
    }

    @Override
    public DnsCacheEntry cache(
            String hostname, DnsRecord[] additionals, InetAddress address, long originalTtl, EventLoop loop) {
        note(originalTtl);
        return NoopDnsCache.INSTANCE.cache(hostname, additionals, address, originalTtl, loop);
    }

    @Override
    public @Nullable DnsCacheEntry cache(String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        return null;
    }

    @Override
    public @Nullable String get(String hostname) {
        return null;
    }

    @Override
    public void cache(String hostname, String cname, long originalTtl, EventLoop loop) {
        note(originalTtl);
    }

    // ---- questions ----

    @Override
    public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
        return new Observer(question.type());
    }

    private final class Observer implements DnsQueryLifecycleObserver {

        private final DnsRecordType type;

        Observer(DnsRecordType type) {
            this.type = type;
        }

        @Override
        public void queryWritten(InetSocketAddress dnsServerAddress, ChannelFuture future) {}

        @Override
        public void queryCancelled(int queriesRemaining) {}

        @Override
        public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> nameServers) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion cnameQuestion) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
            refusal = code;
            unanswered.add(type);
            return this;
        }

        /** Also told when the answer is that there is no such record; that is one. */
        @Override
        public void queryFailed(Throwable cause) {
            (cause instanceof DnsNameResolverException ? unanswered : answered).add(type);
        }

        @Override
        public void querySucceed() {
            answered.add(type);
        }
    }
}
