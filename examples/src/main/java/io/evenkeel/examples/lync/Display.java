package io.evenkeel.examples.lync;

import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** Where a person sees how the pool is doing. */
interface Display extends LoadBalancerObserver, AutoCloseable {

    /** The balancer runs. Changes may have been told before. */
    void begin(List<String> header, Supplier<LoadBalancerSnapshot> snapshot);

    /** A command is done. */
    void answer(String line);

    @Override
    void close();
}
