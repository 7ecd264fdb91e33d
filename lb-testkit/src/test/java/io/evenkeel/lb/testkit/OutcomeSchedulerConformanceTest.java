package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The suite can fail: schedulers by latency with one well-known fault each. */
class OutcomeSchedulerConformanceTest {

    private enum Fault {
        NONE,
        FORGETS_AT_EACH_CHANGE,
        KEEPS_BY_PLACE,
        NEVER_FORGIVES,
        IGNORES_FAILURES,
        IGNORES_ERRORS
    }

    private static final long FORGIVEN_NANOS = 30_000_000_000L;
    private static final int BAD_UNTIL = 0;
    private static final int BAD = 1;

    /** Avoids who was bad lately, and takes the others in turn. */
    private record Avoiding(Set<Fault> faults) implements Scheduler {
        @Override
        public String name() {
            return "avoiding";
        }

        @Override
        public boolean heedsOutcomes() {
            return true;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            ServerCells known = context.previous() instanceof Cells previous ? previous.cells : null;
            if (faults.contains(Fault.KEEPS_BY_PLACE) && known != null) {
                return new Cells(faults, known, context.servers().size());
            }
            boolean forgets = faults.contains(Fault.FORGETS_AT_EACH_CHANGE);
            return new Cells(
                    faults,
                    ServerCells.forServers(context, forgets ? null : known),
                    context.servers().size());
        }
    }

    private record Cells(Set<Fault> faults, ServerCells cells, int size) implements Picker {
        @Override
        public int pick(PickContext context) {
            int start = context.random().nextInt(size);
            int resort = NONE;
            for (int seen = 0; seen < size; seen++) {
                int i = (start + seen) % size;
                if (context.accepts(i)) {
                    boolean forgiven = cells.get(context.worker(), i, BAD) == 0
                            || !faults.contains(Fault.NEVER_FORGIVES)
                                    && context.nanoTime() - cells.get(context.worker(), i, BAD_UNTIL) > 0;
                    if (forgiven) {
                        return i;
                    }
                    resort = i;
                }
            }
            return resort;
        }

        @Override
        public void answered(AnswerContext context) {
            boolean slow = context.latencyNanos() > 20_000_000;
            if (slow || context.isServerError() && !faults.contains(Fault.IGNORES_ERRORS)) {
                avoid(context);
            }
        }

        @Override
        public void settled(SettleContext context) {
            if (context.outcome().isFailure() && !faults.contains(Fault.IGNORES_FAILURES)) {
                avoid(context);
            }
        }

        private void avoid(AnswerContext context) {
            cells.set(context.worker(), context.index(), BAD, 1);
            cells.set(context.worker(), context.index(), BAD_UNTIL, context.nanoTime() + FORGIVEN_NANOS);
        }
    }

    /** Not collected as a test: it has no constructor without parameters. */
    private static final class Suite extends OutcomeSchedulerConformance {
        private final Scheduler scheduler;

        Suite(Scheduler scheduler) {
            this.scheduler = scheduler;
        }

        @Override
        protected Scheduler scheduler() {
            return scheduler;
        }

        @Override
        protected double expected(List<FakeServer> servers, FakeServer server, int picks) {
            return equalShare(servers, picks);
        }

        @Override
        protected double skew(List<FakeServer> servers, FakeServer server, int picks) {
            return drawnSkew(expected(servers, server, picks));
        }
    }

    private static Suite suite(Fault fault) {
        return new Suite(new Avoiding(Set.of(fault)));
    }

    private static void fails(Runnable test) {
        assertThrows(AssertionError.class, test::run);
    }

    @Test
    void oneWithoutFault() {
        Suite suite = suite(Fault.NONE);
        suite.aSlowServerGetsLess();
        suite.aServerThatWasSlowComesBack();
        suite.aServerThatFailsAtOnceGetsLess();
        suite.aServerThatAnswersWithErrorsGetsLess();
        suite.whatWasBegunBeforeAChangeIsAscribedToItsServer();
    }

    @Test
    void oneThatDoesNotListen() {
        Suite suite = new Suite(Scheduler.roundRobin());
        fails(suite::aSlowServerGetsLess);
        fails(suite::aServerThatFailsAtOnceGetsLess);
    }

    @Test
    void oneThatLosesWhatItKnowsAtAChange() {
        fails(suite(Fault.FORGETS_AT_EACH_CHANGE)::aSlowServerGetsLess);
        fails(suite(Fault.FORGETS_AT_EACH_CHANGE)::whatWasBegunBeforeAChangeIsAscribedToItsServer);
    }

    @Test
    void oneThatKnowsServersByTheirPlaces() {
        suite(Fault.KEEPS_BY_PLACE).aSlowServerGetsLess();
        fails(suite(Fault.KEEPS_BY_PLACE)::whatWasBegunBeforeAChangeIsAscribedToItsServer);
    }

    @Test
    void oneThatNeverForgives() {
        fails(suite(Fault.NEVER_FORGIVES)::aServerThatWasSlowComesBack);
    }

    @Test
    void oneThatLikesThoseThatFailFast() {
        fails(suite(Fault.IGNORES_FAILURES)::aServerThatFailsAtOnceGetsLess);
        fails(suite(Fault.IGNORES_ERRORS)::aServerThatAnswersWithErrorsGetsLess);
    }
}
