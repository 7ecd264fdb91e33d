package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.process.CpuTime;
import io.evenkeel.lb.benchmarks.peers.process.LiveMemory;
import java.io.IOException;

/** What a peer's process keeps. */
final class Memory {

    private static final int LOOK_MILLIS = 500;
    private static final int LOOKS = 20;
    /** Health checks take less. */
    private static final long QUIET_MICROS = 20_000;

    private Memory() {}

    /**
     * Of a JVM after a collection; its setup must have a touched heap. Read when the process has nothing to do any more: a
     * compilation may hold as much as all connections together.
     */
    static LiveMemory live(Running running) throws IOException, InterruptedException {
        long pid = running.child().pid();
        awaitQuiet(running);
        return running.peer().jvm()
                ? LiveMemory.afterCollection(pid, running.setup().heapMiB())
                : LiveMemory.of(pid);
    }

    private static void awaitQuiet(Running running) throws InterruptedException {
        CpuTime before = running.figures().cpu();
        for (int i = 0; i < LOOKS; i++) {
            Thread.sleep(LOOK_MILLIS);
            CpuTime now = running.figures().cpu();
            if (now.minus(before).totalMicros() <= QUIET_MICROS) {
                return;
            }
            before = now;
        }
    }
}
