package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.PickContext;

/**
 * Each accepted server in turn. The place in the rotation is remembered by the member picked last, not by a count, so a
 * member that comes or goes neither restarts the rotation nor makes it skip.
 */
final class RoundRobin implements Scheduler {

    static final RoundRobin INSTANCE = new RoundRobin();

    private RoundRobin() {}

    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public Picker newPicker(PickerContext context) {
        WorkerCells cells =
                context.previous() instanceof Rotation previous ? previous.cells : new WorkerCells(context.workers());
        return new Rotation(cells, WorkerCells.ordinals(context.servers()));
    }

    private static final class Rotation implements Picker {
        private final WorkerCells cells;
        private final long owner;
        private final long[] ordinals;

        Rotation(WorkerCells cells, long[] ordinals) {
            this.cells = cells;
            this.owner = cells.newOwner();
            this.ordinals = ordinals;
        }

        @Override
        public int pick(PickContext context) {
            int worker = context.worker();
            int index = cells.next(worker, owner, ordinals, context.random());
            for (int tried = 0; tried < ordinals.length; tried++) {
                if (context.accepts(index)) {
                    cells.picked(worker, ordinals, index);
                    return index;
                }
                index = index + 1 == ordinals.length ? 0 : index + 1;
            }
            return NONE;
        }
    }
}
