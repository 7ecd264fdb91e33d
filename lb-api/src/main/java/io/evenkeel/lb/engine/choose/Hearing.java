package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.SettleContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a picker hears of one reservation after the other, and how long the servers took. Where pickers do not listen, there is
 * none. On the worker's thread.
 */
final class Hearing implements SettleContext {

    /** Whose picker hears of the present reservation; null if none does. */
    private @Nullable Tier by;

    private @Nullable Worker worker;
    private int index;
    /** When the server got what it is to answer. */
    private long since;

    private long latency;
    private boolean answered;
    private boolean serverError;
    private @Nullable Outcome outcome;

    /** A reservation is made, of the server at this place. */
    void begin(Tier tier, int place, Worker chooser) {
        by = tier;
        index = place;
        worker = chooser;
        answered = false;
        serverError = false;
        outcome = null;
        since = nanoTime();
    }

    /** The reservation is made of a server that no picker listens for. */
    void none() {
        by = null;
    }

    /** The server gets what it is to answer. */
    void handed() {
        if (by != null && !answered) {
            since = nanoTime();
        }
    }

    void answered(boolean isError) {
        Tier tier = by;
        if (tier == null || answered) {
            return;
        }
        latency = nanoTime() - since;
        answered = true;
        serverError = isError;
        try {
            tier.picker.answered(this);
        } catch (Throwable e) { // the scheduler may be the user's
            tier.complaint.schedulerFailed(e);
        }
    }

    void settled(Outcome ended) {
        Tier tier = by;
        if (tier == null) {
            return;
        }
        by = null;
        outcome = ended;
        if (!answered) {
            latency = nanoTime() - since;
        }
        try {
            tier.picker.settled(this);
        } catch (Throwable e) { // the scheduler may be the user's
            tier.complaint.schedulerFailed(e);
        }
    }

    @Override
    public int worker() {
        return Objects.requireNonNull(worker).index();
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long latencyNanos() {
        return latency;
    }

    @Override
    public boolean isServerError() {
        return serverError;
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public Outcome outcome() {
        return Objects.requireNonNull(outcome, "it goes on");
    }

    @Override
    public long nanoTime() {
        return Objects.requireNonNull(worker).nanoTime();
    }
}
