package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.schedule.Scheduler;

/** The schedulers, and a user's, as a parameter of benchmarks. */
public enum SchedulerKind {
    ROUND_ROBIN(Scheduler.roundRobin()),
    WEIGHTED_ROUND_ROBIN(Scheduler.weightedRoundRobin()),
    LEAST_CONNECTIONS(Scheduler.leastConnections()),
    WEIGHTED_LEAST_CONNECTIONS(Scheduler.weightedLeastConnections()),
    PRIORITY(Scheduler.priority()),
    USER_BY_KEY(new UserScheduler("by-key", false)),
    USER_WHO_LISTENS(new UserScheduler("who-listens", true));

    final Scheduler scheduler;

    SchedulerKind(Scheduler scheduler) {
        this.scheduler = scheduler;
    }
}
