package com.example;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.ServerView;
import io.evenkeel.lb.spi.SettleContext;
import java.util.concurrent.TimeUnit;

/**
 * A user's scheduler: the server with the least expected cost, which is its latency times what is in flight, by weight. The
 * latency is a moving average that believes a bad sample at once and good ones little by little, and fades while there is none, so
 * that a server which was slow is tried again (after Finagle's peak EWMA). Reads every server at each pick.
 */
final class PeakEwma implements Scheduler {

    private static final double TAU = TimeUnit.SECONDS.toNanos(10);
    /** What a failure counts as. */
    private static final double PENALTY = TimeUnit.SECONDS.toNanos(1);
    /** Differences below do not matter; who was never asked is as good as that. */
    private static final double FLOOR = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int COST = 0;
    private static final int SINCE = 1;

    @Override
    public String name() {
        return "peak-ewma";
    }

    @Override
    public boolean heedsOutcomes() {
        return true;
    }

    @Override
    public Picker newPicker(PickerContext context) {
        ServerCells known = context.previous() instanceof Costs previous ? previous.cells : null;
        return new Costs(
                ServerCells.forServers(context, known), context.servers().toArray(new ServerView[0]));
    }

    private record Costs(ServerCells cells, ServerView[] servers) implements Picker {

        @Override
        public int pick(PickContext context) {
            long now = context.nanoTime();
            int best = NONE;
            double least = Double.POSITIVE_INFINITY;
            int i = context.random().nextInt(servers.length); // equals take turns
            for (int seen = 0; seen < servers.length; seen++) {
                i = i + 1 == servers.length ? 0 : i + 1;
                double latency = coarse(Math.max(FLOOR, faded(context.worker(), i, now)));
                double cost = latency * (servers[i].inFlight() + 1) / servers[i].weight();
                if (cost < least && context.accepts(i)) {
                    best = i;
                    least = cost;
                }
            }
            return best;
        }

        @Override
        public void answered(AnswerContext context) {
            learn(context, context.isServerError() ? PENALTY : context.latencyNanos());
        }

        @Override
        public void settled(SettleContext context) {
            if (context.outcome().isFailure()) {
                learn(context, Math.max(PENALTY, context.latencyNanos()));
            }
        }

        private void learn(AnswerContext context, double sample) {
            int worker = context.worker();
            int i = context.index();
            long now = context.nanoTime();
            double old = cells.getDouble(worker, i, COST);
            double kept = Math.exp((cells.get(worker, i, SINCE) - now) / TAU);
            cells.setDouble(worker, i, COST, sample > old ? sample : old * kept + sample * (1 - kept));
            cells.set(worker, i, SINCE, now);
        }

        /** The next power of two: who is a little slower is not to be left alone. */
        private static double coarse(double latency) {
            return Math.scalb(1.0, Math.getExponent(latency) + 1);
        }

        private double faded(int worker, int i, long now) {
            double cost = cells.getDouble(worker, i, COST);
            return cost == 0 ? 0 : cost * Math.exp((cells.get(worker, i, SINCE) - now) / TAU);
        }
    }
}
