package io.evenkeel.lb.status;

import java.util.List;

/** A load balancer at one moment. Immutable. */
public interface LoadBalancerSnapshot {

    /**
     * Its services.
     *
     * @return an immutable list by the order of adding
     */
    List<ServiceSnapshot> services();

    /**
     * The picture as a JSON document, version 1, as served to status pages.
     *
     * @return one line of JSON
     */
    default String toJson() {
        return StatusJson.write(this);
    }
}
