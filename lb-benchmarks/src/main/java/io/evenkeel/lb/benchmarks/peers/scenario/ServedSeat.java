package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Peer;
import io.evenkeel.lb.benchmarks.peers.balancer.Running;
import io.evenkeel.lb.benchmarks.peers.balancer.Setup;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.load.LoadResult;
import io.evenkeel.lb.benchmarks.peers.load.Probe;
import io.evenkeel.lb.benchmarks.peers.process.CpuTime;
import io.evenkeel.lb.benchmarks.peers.process.OtherWork;
import io.evenkeel.lb.benchmarks.peers.process.ProcessFigures;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A process that lives for the whole scenario, and a load that runs against it in each turn. */
public final class ServedSeat implements Seat {

    private static final double KIB_PER_MIB = 1024;
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final int MOST_WINDOWS = 10;
    /** So many in a row: there is often a lull between two bursts of compilation. */
    private static final int SETTLED_WINDOWS = 2;
    /** The share of the threads that move the traffic, from which on it is theirs that is measured. */
    private static final double SETTLED = 0.92;

    private final Running running;
    private Load load;

    private ServedSeat(Running running, Load load) {
        this.running = running;
        this.load = load;
    }

    /**
     * Starts a peer and waits for its first answer.
     *
     * @param peer who
     * @param setup what it does
     * @param folder for its configuration and log
     * @param load what it will bear
     * @return its place
     * @throws IOException when it does not start or does not answer as it should
     * @throws InterruptedException when the run is given up
     */
    public static ServedSeat start(Peer peer, Setup setup, Path folder, Load load)
            throws IOException, InterruptedException {
        Running running = peer.start(setup, folder);
        try {
            Probe.await(setup.port(), FIRST_ANSWER);
            return new ServedSeat(running, load);
        } catch (IOException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    /**
     * The process.
     *
     * @return it runs until this is closed
     */
    public Running running() {
        return running;
    }

    /**
     * Gives the turns to come another load.
     *
     * @param next the load
     */
    public void load(Load next) {
        load = next;
    }

    @Override
    public void warmUp(Duration time) throws IOException, InterruptedException {
        load.run(running.setup().port(), time);
    }

    /**
     * Until compilation is over: its threads share the one core with the traffic, so that a fixed time can be too short. What a
     * JVM's other threads use for good, such as for collection, only costs time here. Other processes have nothing to settle.
     */
    @Override
    public void settle() throws IOException, InterruptedException {
        if (!running.peer().jvm()) {
            return;
        }
        int settled = 0;
        for (int i = 0; i < MOST_WINDOWS && settled < SETTLED_WINDOWS; i++) {
            ProcessFigures before = running.figures();
            load.run(running.setup().port(), WINDOW);
            ProcessFigures after = running.figures();
            double all = after.cpu().minus(before.cpu()).totalMicros();
            double loops = after.loopCpu().minus(before.loopCpu()).totalMicros();
            settled = loops >= all * SETTLED ? settled + 1 : 0;
        }
    }

    @Override
    public Turn turn(Duration time) throws IOException, InterruptedException {
        return measure(running, load, time);
    }

    /**
     * Reads the process before and after a load.
     *
     * @param running the process
     * @param load what it bears
     * @param time how long
     * @return the turn
     * @throws IOException when the generator fails
     * @throws InterruptedException when the run is given up
     */
    public static Turn measure(Running running, Load load, Duration time) throws IOException, InterruptedException {
        long othersBefore = OtherWork.micros();
        long begun = System.nanoTime();
        ProcessFigures before = running.figures();
        LoadResult result = load.run(running.setup().port(), time);
        ProcessFigures after = running.figures();
        CpuTime cpu = after.cpu().minus(before.cpu());
        double others = OtherWork.micros() - othersBefore;
        double elapsed = (System.nanoTime() - begun) / 1e3;
        return new Turn(
                result.requests(),
                result.units(),
                result.errors(),
                result.seconds(),
                cpu,
                after.loopCpu().minus(before.loopCpu()),
                after.rssKiB() / KIB_PER_MIB,
                result.latency(),
                Map.of(Turn.OTHERS, Math.max(0, 100 * others / elapsed)),
                result.remark());
    }

    @Override
    public void close() {
        running.close();
    }
}
