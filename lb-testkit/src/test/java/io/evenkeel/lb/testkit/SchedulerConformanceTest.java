package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.PickContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The suite can fail: schedulers with one well-known fault each. */
class SchedulerConformanceTest {

    private record Faulty(String name, Function<PickerContext, Picker> maker) implements Scheduler {
        @Override
        public Picker newPicker(PickerContext context) {
            return maker.apply(context);
        }
    }

    /** Not collected as a test: it has no constructor without parameters. */
    private static final class Suite extends SchedulerConformance {
        private final Scheduler scheduler;

        Suite(Function<PickerContext, Picker> maker) {
            this.scheduler = new Faulty("faulty", maker);
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
            return 1;
        }
    }

    private static int from(int start, PickerContext made, PickContext context) {
        int size = made.servers().size();
        for (int i = 0; i < size; i++) {
            if (context.accepts((start + i) % size)) {
                return (start + i) % size;
            }
        }
        return Picker.NONE;
    }

    private static void fails(Runnable test) {
        assertThrows(AssertionError.class, test::run);
    }

    @Test
    void oneThatRestartsAtEachChange() {
        Suite suite = new Suite(made -> {
            AtomicInteger next = new AtomicInteger();
            return context -> from(next.getAndIncrement(), made, context);
        });
        suite.sharesKeepTheirBound();
        fails(suite::anUnrelatedChangeDoesNotRestart);
    }

    @Test
    void oneThatIsUneven() {
        Suite suite = new Suite(
                made -> context -> from(context.random().nextInt(made.servers().size()), made, context));
        suite.retriesReachEachServerOnceAndThenEnd();
        fails(suite::sharesKeepTheirBound);
        fails(suite::aRollingDeployKeepsTheBound);
    }

    @Test
    void oneThatReturnsWhoWasRefused() {
        Suite suite = new Suite(made -> context -> 0);
        suite.oneServerIsPickedEachTime();
        fails(suite::retriesReachEachServerOnceAndThenEnd);
        fails(suite::ofTwoTheOtherIsPickedWhenOneIsRefused);
        fails(suite::allRefusedIsAnsweredWithNoneAndForgotten);
    }

    @Test
    void oneThatGivesUpTooEarly() {
        Suite suite = new Suite(made -> context -> context.accepts(0) ? 0 : Picker.NONE);
        fails(suite::retriesReachEachServerOnceAndThenEnd);
        fails(suite::limitsAreFilledAndAFreedPlaceIsTaken);
    }

    @Test
    void oneWhoseWorkersAndPoolsMeet() {
        AtomicInteger shared = new AtomicInteger();
        Suite suite = new Suite(made -> context ->
                from(Math.floorMod(shared.getAndIncrement(), made.servers().size()), made, context));
        fails(suite::aWorkerIsIndependentOfOthers);
        fails(suite::aPoolIsIndependentOfOthers);
    }

    @Test
    void oneThatKnowsAnOldSet() {
        Suite suite = new Suite(made -> context -> made.servers().size());
        fails(suite::oneServerIsPickedEachTime);
    }
}
