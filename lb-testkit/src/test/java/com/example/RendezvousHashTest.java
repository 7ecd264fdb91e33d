package com.example;

import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.testkit.FakeServer;
import io.evenkeel.lb.testkit.KeySchedulerConformance;
import java.util.List;

/** A user's consistent hash passes the suite. */
class RendezvousHashTest extends KeySchedulerConformance {

    @Override
    protected Scheduler scheduler() {
        return new RendezvousHash(ClientKey.source());
    }

    @Override
    protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
        return weightedShare(servers, server, picks);
    }

    @Override
    protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
        return drawnSkew(expected(servers, server, picks));
    }
}
