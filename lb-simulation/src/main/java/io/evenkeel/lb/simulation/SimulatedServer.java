package io.evenkeel.lb.simulation;

import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated server behaves. Immutable; each verb returns a changed copy, so that a script reads {@code at(ofSeconds(10),
 * "10.0.0.12:8080", SimulatedServer::dies)}.
 *
 * <p>A health check is answered at once where the server's kernel does it (a TCP connect, a refused connection), and
 * otherwise after a time drawn from the server's latency, without waiting for a turn. Errors and resets of {@link #errorPercent} and {@link #resetPercent}
 * befall requests only; a server whose check notices something {@link #checkFails fails its check} too.
 */
public final class SimulatedServer {

    /** Takes 10 ms for each request, however many there are, and answers all. */
    public static final SimulatedServer WELL =
            new SimulatedServer(State.WELL, Latency.of(Duration.ofMillis(10)), 0, 0, 0, null);

    /** What becomes of a connection, new or there already. */
    enum State {
        WELL,
        /** Refused, or reset. */
        DEAD,
        /** Accepted by the kernel, and nobody reads it. */
        HUNG,
        /** No packet comes back. */
        GONE
    }

    private final State state;
    private final Latency latency;
    private final int concurrency;
    private final double errorPercent;
    private final double resetPercent;
    private final @Nullable String failure;

    private SimulatedServer(
            State state,
            Latency latency,
            int concurrency,
            double errorPercent,
            double resetPercent,
            @Nullable String failure) {
        this.state = state;
        this.latency = latency;
        this.concurrency = concurrency;
        this.errorPercent = errorPercent;
        this.resetPercent = resetPercent;
        this.failure = failure;
    }

    private SimulatedServer with(State next) {
        return new SimulatedServer(next, latency, concurrency, errorPercent, resetPercent, failure);
    }

    /**
     * The process ends: what is in flight is reset, kept connections are closed, new ones are refused.
     *
     * @return a changed copy
     */
    public SimulatedServer dies() {
        return with(State.DEAD);
    }

    /**
     * The process stands still: connections are accepted and requests taken, but none is answered. A check by TCP connect
     * sees nothing of it.
     *
     * @return a changed copy
     */
    public SimulatedServer hangs() {
        return with(State.HUNG);
    }

    /**
     * The machine, or the way to it, is gone: nothing is answered, not even the attempt to connect.
     *
     * @return a changed copy
     */
    public SimulatedServer vanishes() {
        return with(State.GONE);
    }

    /**
     * Ends {@link #dies}, {@link #hangs}, {@link #vanishes} and {@link #checkFails}. Requests that a server has taken before
     * it hung or vanished are answered now, after the time that each takes.
     *
     * @return a changed copy
     */
    public SimulatedServer recovers() {
        return new SimulatedServer(State.WELL, latency, concurrency, errorPercent, resetPercent, null);
    }

    /**
     * Its health check fails; requests are answered as before.
     *
     * @param cause what the check says, for example {@code status 503}; not blank
     * @return a changed copy
     * @throws IllegalArgumentException when it is blank
     */
    public SimulatedServer checkFails(String cause) {
        return new SimulatedServer(
                state, latency, concurrency, errorPercent, resetPercent, Setting.text("check failure", cause));
    }

    /**
     * How long it works on each request that comes from now on.
     *
     * @param time 0 to 1 day; default 10 ms
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SimulatedServer latency(Duration time) {
        return latency(Latency.of(time));
    }

    /**
     * How long it works on each request that comes from now on.
     *
     * @param value draws the times
     * @return a changed copy
     */
    public SimulatedServer latency(Latency value) {
        return new SimulatedServer(
                state, Setting.present("latency", value), concurrency, errorPercent, resetPercent, failure);
    }

    /**
     * How many requests it works on at a time; others wait there for their turn, first come first served. That is what makes
     * servers slow under load: each does {@code concurrency} divided by its mean latency requests a second, and no more.
     *
     * @param value 0 to 1,000,000, default 0 = all at a time
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SimulatedServer concurrency(int value) {
        int checked = Setting.range("concurrency", value, 0, 1_000_000);
        return new SimulatedServer(state, latency, checked, errorPercent, resetPercent, failure);
    }

    /**
     * How many requests it answers with an error: a status of 500, or for TCP whatever its clients take for one. To the
     * balancer that is an answer.
     *
     * @param percent 0 to 100, default 0; drawn for each request
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SimulatedServer errorPercent(double percent) {
        return new SimulatedServer(
                state, latency, concurrency, checked("error percent", percent), resetPercent, failure);
    }

    /**
     * How many requests it resets in place of the answer.
     *
     * @param percent 0 to 100, default 0; drawn for each request
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public SimulatedServer resetPercent(double percent) {
        return new SimulatedServer(
                state, latency, concurrency, errorPercent, checked("reset percent", percent), failure);
    }

    private static double checked(String setting, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw Setting.refusal(setting, percent, "0 to 100");
        }
        return percent;
    }

    State state() {
        return state;
    }

    /** Whether it gives no sign of life. */
    boolean isSilent() {
        return state == State.HUNG || state == State.GONE;
    }

    /** How long it takes this time, in nanoseconds. */
    long draw(RandomSource random) {
        return Setting.range("latency in ns", latency.nanos(random), 0, Latencies.LONGEST.toNanos());
    }

    /** Whether it is the turn of one more, while it works on so many. */
    boolean takesTurns(int working) {
        return state != State.DEAD && (concurrency == 0 || working < concurrency);
    }

    double errorPercent() {
        return errorPercent;
    }

    double resetPercent() {
        return resetPercent;
    }

    /** What its check says in spite of its state, or null. */
    @Nullable
    String failure() {
        return failure;
    }
}
