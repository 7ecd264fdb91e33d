package io.evenkeel.lb.testkit;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.SettleContext;

/**
 * A connection or request that a {@link FakePool} has given to a server. What becomes of it is told to the picker that chose
 * the server, even if there is a newer one by now, if the scheduler heeds outcomes; its latency is the pool's time from its
 * beginning to its answer, or to its end if there is none. Used on the thread of the worker that picked.
 */
public final class FakeWork {

    private final FakePool pool;
    private final Picker picker;
    private final int worker;
    private final int index;
    private final FakeServer server;
    private final long begun;
    private boolean answered;
    private boolean serverError;
    private long latency;

    FakeWork(FakePool pool, Picker picker, int worker, int index, FakeServer server) {
        this.pool = pool;
        this.picker = picker;
        this.worker = worker;
        this.index = index;
        this.server = server.hold();
        this.begun = pool.nanos();
    }

    /**
     * Which server was picked.
     *
     * @return the server
     */
    public FakeServer server() {
        return server;
    }

    /**
     * The server answers now, for the first time.
     *
     * @param isServerError whether it answers that it has failed
     * @return this work
     */
    public FakeWork answer(boolean isServerError) {
        latency = pool.nanos() - begun;
        answered = true;
        serverError = isServerError;
        if (pool.heedsOutcomes()) {
            picker.answered(new End(Outcome.COMPLETED));
        }
        return this;
    }

    /**
     * The work ends now, for the first time.
     *
     * @param outcome how
     */
    public void settle(Outcome outcome) {
        server.release();
        if (!answered) {
            latency = pool.nanos() - begun;
        }
        if (pool.heedsOutcomes()) {
            picker.settled(new End(outcome));
        }
    }

    private final class End implements SettleContext {
        private final Outcome outcome;

        End(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public int worker() {
            return worker;
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
            return outcome;
        }

        @Override
        public long nanoTime() {
            return pool.nanos();
        }
    }
}
