package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.process.LiveMemory;
import java.io.IOException;

/** What a peer's process keeps. */
final class Memory {

    private Memory() {}

    /** Of a JVM after a collection; its setup must have a touched heap. */
    static LiveMemory live(Running running) throws IOException, InterruptedException {
        long pid = running.child().pid();
        return running.peer().jvm()
                ? LiveMemory.afterCollection(pid, running.setup().heapMiB())
                : LiveMemory.of(pid);
    }
}
