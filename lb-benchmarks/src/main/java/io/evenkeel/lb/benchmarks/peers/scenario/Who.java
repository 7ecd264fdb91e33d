package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Peers;
import java.util.Set;
import java.util.function.Predicate;

/** The matrix of who takes part in what. */
final class Who {

    /** Those that balance requests. */
    static final Predicate<Peer> HTTP = peer -> !peer.name().equals("haproxy-splice");

    private static final Set<String> HTTP_ONLY = Set.of("evenkeel-burn", "undertow", "vertx", "spring-cloud-gateway");

    /** Those that move bytes. */
    static final Predicate<Peer> TCP = HTTP.and(peer -> !HTTP_ONLY.contains(peer.name()));

    /** Those that move many bytes. */
    static final Predicate<Peer> BULK = peer -> !HTTP_ONLY.contains(peer.name());

    /** Those that can be configured for any number of servers; the comparison's own look is at growth, not at all peers. */
    static final Predicate<Peer> SERVERS = named(Peers.OURS, Peers.SAME, Peers.BEFORE, "haproxy", "nginx");

    /** Those that can be configured for any number of services. An earlier state of ours is only started as standalone, with one. */
    static final Predicate<Peer> SERVICES = SERVERS.and(peer -> !peer.name().equals(Peers.BEFORE));

    /** Those whose servers can be changed while they serve. */
    static final Predicate<Peer> CHURN = named(Peers.OURS, Peers.SAME, Peers.BEFORE, "haproxy");

    private Who() {}

    private static Predicate<Peer> named(String... names) {
        Set<String> all = Set.of(names);
        return peer -> all.contains(peer.name());
    }
}
