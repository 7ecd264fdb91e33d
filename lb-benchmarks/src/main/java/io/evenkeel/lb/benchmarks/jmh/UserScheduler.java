package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;

/**
 * The least that a user's scheduler can do with what it gets: take the server at the place of the client's key, or, if it
 * listens, count and add up latencies. What it costs beyond round robin is the price of being told.
 */
record UserScheduler(String name, boolean heedsOutcomes) implements Scheduler {

    @Override
    public Picker newPicker(PickerContext context) {
        ServerCells known = context.previous() instanceof Place previous ? previous.cells : null;
        return new Place(
                ServerCells.forServers(context, known), context.servers().size());
    }

    private record Place(ServerCells cells, int size) implements Picker {

        @Override
        public int pick(PickContext context) {
            int first = (int) Long.remainderUnsigned(context.key(), size);
            for (int i = 0; i < size; i++) {
                int index = (first + i) % size;
                if (context.accepts(index)) {
                    return index;
                }
            }
            return NONE;
        }

        @Override
        public void answered(AnswerContext context) {
            add(context, 0, context.latencyNanos());
        }

        @Override
        public void settled(SettleContext context) {
            add(context, 1, context.outcome().isFailure() ? 1 : 0);
        }

        private void add(AnswerContext context, int cell, long amount) {
            long now = cells.get(context.worker(), context.index(), cell);
            cells.set(context.worker(), context.index(), cell, now + amount);
        }
    }
}
