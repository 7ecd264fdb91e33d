package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.process.LiveMemory;
import java.io.IOException;

/** What a peer's process keeps. */
final class Memory {

    private static final int LOOKS = 10;
    private static final int LOOK_MILLIS = 500;
    /** As many looks in a row must find nothing less. */
    private static final int STEADY = 3;

    private static final double NOTHING_KIB = 64;

    private Memory() {}

    /**
     * Of a JVM after a collection; its setup must have a touched heap. The least of several looks: a compilation that is under
     * way may hold as much as all connections together.
     */
    static LiveMemory live(Running running) throws IOException, InterruptedException {
        LiveMemory least = look(running);
        int steady = 0;
        for (int i = 1; i < LOOKS && steady < STEADY; i++) {
            Thread.sleep(LOOK_MILLIS);
            LiveMemory next = look(running);
            steady = next.totalKiB() > least.totalKiB() - NOTHING_KIB ? steady + 1 : 0;
            least = least.least(next);
        }
        return least;
    }

    private static LiveMemory look(Running running) throws IOException, InterruptedException {
        long pid = running.child().pid();
        return running.peer().jvm()
                ? LiveMemory.afterCollection(pid, running.setup().heapMiB())
                : LiveMemory.of(pid);
    }
}
