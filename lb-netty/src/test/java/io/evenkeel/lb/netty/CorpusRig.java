package io.evenkeel.lb.netty;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.netty.corpus.Pieces;
import io.evenkeel.lb.netty.corpus.Play;
import io.evenkeel.lb.netty.corpus.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A balancer through which samples go side by side, each in a lane of its own, a piece of each in turn. */
final class CorpusRig implements AutoCloseable {

    private static final int LANES = 32;
    private static final int ENOUGH = 20;

    private final List<CorpusLane> lanes = new ArrayList<>();
    private final LoadBalancer balancer;
    private final List<Throwable> failures = new ArrayList<>();
    private int played;

    /**
     * A sample to be played.
     *
     * @param sample of the corpus
     * @param pieces in which it is sent
     */
    record Job(Sample sample, Pieces pieces) {}

    /** With connections to servers that are kept and used again, or with a new one for each request. */
    CorpusRig(Transport transport, boolean pooled) {
        NettyLoadBalancer.Builder builder =
                NettyLoadBalancer.builder().transport(transport).threads(2);
        for (int i = 0; i < LANES; i++) {
            CorpusLane lane = new CorpusLane(i, pooled);
            lanes.add(lane);
            builder.service(lane.service());
        }
        balancer = builder.start();
    }

    void play(Stream<Job> jobs) throws IOException {
        List<Job> batch = new ArrayList<>();
        for (Job job : (Iterable<Job>) jobs::iterator) {
            batch.add(job);
            if (batch.size() == LANES) {
                playTogether(batch);
                batch.clear();
            }
        }
        playTogether(batch);
        if (!failures.isEmpty()) {
            throw failure();
        }
    }

    private void playTogether(List<Job> batch) throws IOException {
        if (failures.size() >= ENOUGH) {
            throw failure();
        }
        List<Play> plays = new ArrayList<>();
        try {
            for (Job job : batch) {
                plays.add(lanes.get(plays.size()).begin(balancer, job.sample(), job.pieces()));
            }
            List<Play> unsent = new ArrayList<>(plays);
            while (!unsent.isEmpty()) {
                unsent.removeIf(play -> !play.step());
            }
            for (int i = 0; i < plays.size(); i++) {
                finish(lanes.get(i), batch.get(i), plays.get(i));
            }
        } finally {
            plays.forEach(Play::close);
        }
    }

    private void finish(CorpusLane lane, Job job, Play play) {
        played++;
        try (play) {
            lane.check(balancer, job.sample(), play.finish());
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(new AssertionError(
                    job.sample().file() + ", " + job.sample() + ", " + job.pieces() + ": " + e.getMessage(), e));
        }
    }

    private AssertionError failure() {
        StringBuilder all = new StringBuilder(failures.size() + " of " + played + " failed");
        failures.forEach(failure -> all.append('\n').append(failure.getMessage()));
        AssertionError error = new AssertionError(all.toString());
        failures.forEach(error::addSuppressed);
        return error;
    }

    /** How many samples were played. */
    int played() {
        return played;
    }

    /** How many connections the servers have seen. */
    int connections() {
        return lanes.stream().mapToInt(CorpusLane::connections).sum();
    }

    /** Accounts at zero, all connections closed, and nothing more at any server. */
    @Override
    public void close() {
        try (balancer) {
            Balancers.awaitIdle(balancer);
        }
        if (failures.isEmpty()) {
            lanes.forEach(CorpusLane::checkEnd);
        }
        lanes.forEach(CorpusLane::close);
    }
}
