package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scheduler may be the user's: whatever it does, clients are served. */
class UserSchedulerTest {

    private final EngineRig rig = new EngineRig();

    private record Custom(Function<PickerContext, Picker> maker) implements Scheduler {
        @Override
        public String name() {
            return "custom";
        }

        @Override
        public Picker newPicker(PickerContext context) {
            return maker.apply(context);
        }
    }

    private void install(Function<PickerContext, Picker> maker) {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .scheduler(new Custom(maker))
                .build());
    }

    private static int fail(Throwable failure) {
        return UserSchedulerTest.<RuntimeException, Integer>raise(failure);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, T> T raise(Throwable failure) throws E {
        throw (E) failure;
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anAnswerThatIsNoPlaceIsReplacedByTheFirstThatAccepts(int nonsense) {
        install(context -> pick -> nonsense);
        Selection selection = new Selection();
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("ALL_TRIED", rig.choose("web", selection));
    }

    @Test
    void anAnswerThatWasRefusedIsReplaced() {
        install(context -> pick -> 1);
        Selection selection = new Selection();
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
    }

    @Test
    void aPickThatThrowsIsReplaced() {
        for (Throwable failure : List.of(
                new IllegalStateException("scripted"), new AssertionError("scripted"), new Exception("scripted"))) {
            EngineRig fresh = new EngineRig();
            fresh.install(EngineRig.unchecked("web")
                    .server("10.0.0.1", 80)
                    .scheduler(new Custom(context -> pick -> fail(failure)))
                    .build());
            assertEquals("10.0.0.1:80", fresh.choose("web"), failure.toString());
            fresh.time.runReady();
        }
    }

    @Test
    void aPickerThatNeverPicksIsReplaced() {
        install(context -> pick -> Picker.NONE);
        Selection selection = new Selection();
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("ALL_TRIED", rig.choose("web", selection));
    }

    @Test
    void aQuestionAboutNoPlaceIsAFailedPick() {
        install(context -> pick -> pick.accepts(7) ? 7 : Picker.NONE);
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void aSchedulerThatMakesNoPickerIsReplacedByRoundRobin() {
        for (Throwable failure : List.of(
                new IllegalStateException("scripted"), new AssertionError("scripted"), new Exception("scripted"))) {
            EngineRig fresh = new EngineRig();
            fresh.install(EngineRig.unchecked("web")
                    .server("10.0.0.1", 80)
                    .server("10.0.0.2", 80)
                    .scheduler(new Custom(context -> raise(failure)))
                    .build());
            assertEquals("10.0.0.1:80", fresh.choose("web"), failure.toString());
            assertEquals("10.0.0.2:80", fresh.choose("web"), failure.toString());
        }
    }

    @Test
    void aSchedulerThatMakesNullIsReplacedByRoundRobin() {
        install(context -> null);
        assertEquals("10.0.0.1:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"));
    }

    @Test
    void previousIsThePickerOfTheSameSchedulerEvenAfterAFailure() {
        List<Picker> previous = new ArrayList<>();
        Picker own = PickContext::worker;
        install(context -> {
            previous.add(context.previous());
            if (previous.size() == 2) {
                throw new IllegalStateException("scripted");
            }
            return own;
        });
        rig.done(rig.server("web", "10.0.0.1:80").weight(7));
        rig.done(rig.server("web", "10.0.0.1:80").weight(8));
        assertEquals(3, previous.size());
        assertEquals(null, previous.get(0));
        assertSame(own, previous.get(1));
        assertSame(own, previous.get(2));
    }

    @Test
    void anotherSchedulerStartsAnew() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        List<Picker> previous = new ArrayList<>();
        rig.reconfigure(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .scheduler(new Custom(context -> {
                    previous.add(context.previous());
                    return pick -> 0;
                }))
                .build());
        assertEquals(1, previous.size());
        assertEquals(null, previous.get(0));
    }
}
