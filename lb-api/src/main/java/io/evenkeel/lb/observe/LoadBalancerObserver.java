package io.evenkeel.lb.observe;

/**
 * Receives what happens to a balancer. Called on the control thread, one event at a time, in order, after the change has
 * been published; so it should return soon and must not block. An exception is logged and the balancer goes on.
 */
public interface LoadBalancerObserver {

    /**
     * The health of a server changed.
     *
     * @param event what changed
     */
    default void onHealth(ServerEvent event) {}

    /**
     * The administrative state or weight of a server changed, or its drain ended.
     *
     * @param event what changed
     */
    default void onAdmin(ServerEvent event) {}

    /**
     * The status of a service changed.
     *
     * @param event what changed
     */
    default void onStatus(ServiceEvent event) {}

    /**
     * A service was added, replaced or removed.
     *
     * @param event which service
     */
    default void onConfiguration(ServiceEvent event) {}
}
