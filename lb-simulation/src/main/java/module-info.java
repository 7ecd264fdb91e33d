/**
 * A user's own services in virtual time: the engine and the health monitor as they are, servers and clients imitated, and an
 * answer to what clients would see of a failure.
 */
module io.evenkeel.lb.simulation {
    requires transitive io.evenkeel.lb.api;
    requires io.evenkeel.lb.health;
    requires transitive io.evenkeel.lb.testkit;
    requires static org.jspecify;

    exports io.evenkeel.lb.simulation;
}
