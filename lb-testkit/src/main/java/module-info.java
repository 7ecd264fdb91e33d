/**
 * Tools for testing load balancing without waiting and without luck: virtual time, scripted randomness, misbehaving
 * peers, and gates that see what a test left behind. Made for this project's own tests and for those of users who
 * write a scheduler, a health check or another extension.
 */
module io.evenkeel.lb.testkit {
    requires transitive io.evenkeel.lb.api;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.evenkeel.lb.testkit;
    exports io.evenkeel.lb.testkit.dns;
    exports io.evenkeel.lb.testkit.http;
    exports io.evenkeel.lb.testkit.tcp;
}
