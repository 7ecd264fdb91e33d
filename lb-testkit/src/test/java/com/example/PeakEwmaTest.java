package com.example;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.OutcomeSchedulerConformance;
import java.util.List;

/** A user's scheduler by latency passes the suite. */
class PeakEwmaTest extends OutcomeSchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return new PeakEwma();
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return weightedShare(servers, server, picks);
    }

    /** As nothing is answered, it is the exact form of weighted least connections. */
    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return Math.max(1, weightedShare(servers, server, servers.size()));
    }
}
