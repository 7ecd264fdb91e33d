package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.PickContext;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The suite can fail: schedulers by key with one well-known fault each. */
class KeySchedulerConformanceTest {

    private record Faulty(String name, Function<PickerContext, Picker> maker) implements Scheduler {
        @Override
        public Picker newPicker(PickerContext context) {
            return maker.apply(context);
        }
    }

    /** Not collected as a test: it has no constructor without parameters. */
    private static final class Suite extends KeySchedulerConformance {
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
            return drawnSkew(expected(servers, server, picks));
        }
    }

    private static int from(long start, PickerContext made, PickContext context) {
        int size = made.servers().size();
        int first = (int) Long.remainderUnsigned(start, size);
        for (int i = 0; i < size; i++) {
            if (context.accepts((first + i) % size)) {
                return (first + i) % size;
            }
        }
        return Picker.NONE;
    }

    private static void fails(Runnable test) {
        assertThrows(AssertionError.class, test::run);
    }

    @Test
    void oneThatTakesTheRemainder() {
        Suite suite = new Suite(made -> context -> from(context.key(), made, context));
        suite.aKeyMeetsTheSameServer();
        suite.aKeyWhoseServerIsRefusedGoesOnAndComesBack();
        suite.retriesForAKeyReachEachServerOnceAndThenEnd();
        suite.sharesKeepTheirBound();
        fails(suite::aServerThatLeavesMovesItsOwnKeys);
        fails(suite::aServerThatComesMovesKeysToItself);
        fails(suite::clientsWithoutAKeyAreSpread);
    }

    @Test
    void oneThatDoesNotAskForTheKey() {
        Suite suite = new Suite(made -> context -> from(context.random().nextInt(Integer.MAX_VALUE), made, context));
        suite.clientsWithoutAKeyAreSpread();
        fails(suite::aKeyMeetsTheSameServer);
    }

    @Test
    void oneThatGivesTheKeysOfARefusedServerToItsNeighbour() {
        Suite suite = new Suite(made -> context -> {
            int size = made.servers().size();
            long home = Long.remainderUnsigned(context.key(), 13); // there are ten, and once thirteen
            return from(home < size ? home : home - size, made, context);
        });
        fails(suite::aServerThatLeavesMovesItsOwnKeys);
    }

    @Test
    void oneWhosePickersRememberWhatWas() {
        Suite suite = new Suite(made -> {
            long salt = made.previous() instanceof Salted salted ? salted.salt() + 1 : 0;
            return new Salted(salt, made);
        });
        fails(suite::aKeyMeetsTheSameServer);
        fails(suite::whatTheSetWasDoesNotMatter);
    }

    private record Salted(long salt, PickerContext made) implements Picker {
        @Override
        public int pick(PickContext context) {
            return from(context.key() + salt, made, context);
        }
    }

    @Test
    void oneThatGivesUpOnARefusal() {
        Suite suite = new Suite(made -> context -> {
            int home =
                    (int) Long.remainderUnsigned(context.key(), made.servers().size());
            return context.accepts(home) ? home : Picker.NONE;
        });
        fails(suite::retriesForAKeyReachEachServerOnceAndThenEnd);
        fails(suite::aKeyWhoseServerIsRefusedGoesOnAndComesBack);
    }

    @Test
    void oneThatHasNobodyForClientsWithoutAKey() {
        Suite suite = new Suite(
                made -> context -> context.key() == ClientView.NONE ? Picker.NONE : from(context.key(), made, context));
        fails(suite::clientsWithoutAKeyAreSpread);
    }
}
