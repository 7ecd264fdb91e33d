package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.schedule.Scheduler;

/** The schedulers, as a parameter of benchmarks. */
public enum SchedulerKind {
    ROUND_ROBIN(Scheduler.roundRobin()),
    WEIGHTED_ROUND_ROBIN(Scheduler.weightedRoundRobin()),
    LEAST_CONNECTIONS(Scheduler.leastConnections()),
    WEIGHTED_LEAST_CONNECTIONS(Scheduler.weightedLeastConnections()),
    PRIORITY(Scheduler.priority());

    final Scheduler scheduler;

    SchedulerKind(Scheduler scheduler) {
        this.scheduler = scheduler;
    }
}
