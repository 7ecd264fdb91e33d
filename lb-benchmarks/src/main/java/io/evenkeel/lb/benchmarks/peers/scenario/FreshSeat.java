package io.evenkeel.lb.benchmarks.peers.scenario;

import java.time.Duration;

/** A place without a process between turns: each turn starts one. */
abstract class FreshSeat implements Seat {

    @Override
    public void warmUp(Duration time) {}

    @Override
    public void close() {}
}
