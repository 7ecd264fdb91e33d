package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Membership;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.result.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A process whose servers change during each turn. After a turn all servers are in. */
final class ChurnSeat implements Seat {

    private static final int CHANGE_MILLIS = 100;
    private static final Duration CHANGED = Duration.ofSeconds(4);
    private static final long PATIENCE_SECONDS = 5;

    private final ServedSeat seat;
    private final Membership membership;
    private final Load load;
    private final int servers;
    /** The changes made so far, an even number of them between turns. */
    private final AtomicInteger changes = new AtomicInteger();

    ChurnSeat(ServedSeat seat, Membership membership, Load load, int servers) {
        this.seat = seat;
        this.membership = membership;
        this.load = load;
        this.servers = servers;
    }

    /** With full load, then with changes. */
    @Override
    public void warmUp(Duration time) throws IOException, InterruptedException {
        seat.warmUp(time);
        turn(CHANGED);
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        seat.settle();
    }

    @Override
    public Turn turn(Duration time) throws IOException, InterruptedException {
        int before = changes.get();
        long refusedBefore = membership.refused();
        ScheduledExecutorService changer = Executors.newSingleThreadScheduledExecutor();
        Turn turn;
        try {
            ScheduledFuture<?> changing =
                    changer.scheduleAtFixedRate(this::change, CHANGE_MILLIS, CHANGE_MILLIS, TimeUnit.MILLISECONDS);
            turn = ServedSeat.measure(seat.running(), load, time);
            changing.cancel(false);
            changer.shutdown();
            if (!changer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("a change takes more than " + PATIENCE_SECONDS + " s");
            }
            rethrow(changing);
        } finally {
            changer.shutdownNow();
        }
        double perSecond = (changes.get() - before) / turn.seconds();
        if (changes.get() % 2 != 0) {
            change();
        }
        long refused = membership.refused() - refusedBefore;
        return failed(turn.with("changesPerSecond", perSecond), refused);
    }

    private void change() {
        int number = changes.get();
        int server = number / 2 % servers;
        try {
            if (number % 2 == 0) {
                membership.remove(server);
            } else {
                membership.add(server);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        changes.incrementAndGet();
    }

    /** A change that failed has ended the series. */
    private static void rethrow(ScheduledFuture<?> changing) throws IOException, InterruptedException {
        if (changing.isCancelled()) {
            return;
        }
        try {
            changing.get();
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            throw new IOException(cause == null ? "a change failed" : cause.getMessage(), cause);
        }
    }

    private static Turn failed(Turn turn, long refused) {
        if (refused == 0) {
            return turn;
        }
        return new Turn(
                turn.requests(),
                turn.units(),
                turn.errors() + refused,
                turn.seconds(),
                turn.cpu(),
                turn.loopCpu(),
                turn.rssMiB(),
                turn.latency(),
                turn.more(),
                refused + " changes were refused; " + turn.remark());
    }

    @Override
    public void close() {
        seat.close();
    }
}
