package io.evenkeel.lb.benchmarks.peers.balancer;

/**
 * What a balancer is asked to balance. TLS, HTTP/2 and UDP scenarios start here: with a constant, and a branch for it in
 * each peer's configuration.
 */
public enum Traffic {
    /** Bytes. */
    TCP,
    /** HTTP/1.1, each request balanced by itself. */
    HTTP
}
