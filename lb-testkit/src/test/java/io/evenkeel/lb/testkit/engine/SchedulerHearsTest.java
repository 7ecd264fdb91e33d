package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scheduler learns of clients, answers and ends. */
class SchedulerHearsTest {

    private final EngineRig rig = new EngineRig();
    /** What was heard, oldest first. */
    private final List<String> heard = new ArrayList<>();

    private final List<Long> keys = new ArrayList<>();
    private boolean asks = true;
    private boolean listens = true;
    private boolean fails;

    /** Takes the first that accepts, and writes down what it hears. */
    private final class Recording implements Scheduler {
        private final ClientKey key;

        Recording(ClientKey key) {
            this.key = key;
        }

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public ClientKey key() {
            return key;
        }

        @Override
        public boolean heedsOutcomes() {
            return listens;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            return new Recorder(context);
        }
    }

    private final class Recorder implements Picker {
        private final PickerContext made;

        Recorder(PickerContext made) {
            this.made = made;
        }

        @Override
        public int pick(PickContext context) {
            for (int i = 0; asks && i < 3; i++) {
                keys.add(context.key());
            }
            for (int i = 0; i < made.servers().size(); i++) {
                if (context.accepts(i)) {
                    return i;
                }
            }
            return NONE;
        }

        @Override
        public void answered(AnswerContext context) {
            record("answered", context);
        }

        @Override
        public void settled(SettleContext context) {
            record(context.outcome() + (context.isAnswered() ? " answered" : ""), context);
        }

        private void record(String what, AnswerContext context) {
            heard.add(made.servers().get(context.index()).id() + " " + what
                    + (context.isServerError() ? " error" : "") + " "
                    + Duration.ofNanos(context.latencyNanos()).toMillis() + " on " + context.worker());
            if (fails) {
                throw new IllegalStateException("scripted");
            }
        }
    }

    private void install(ClientKey key) {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .scheduler(new Recording(key))
                .build());
    }

    private void pass(int millis) {
        rig.advance(Duration.ofMillis(millis));
    }

    @Test
    void theKeyIsMadeOnceForAllAttempts() {
        List<ClientView> asked = new ArrayList<>();
        install(client -> {
            asked.add(client);
            return client.source(32, 128);
        });
        ClientView client = (prefix4, prefix6) -> 77 + prefix4;
        Selection selection = new Selection(MemberStats.CONNECTIONS, client);
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        assertEquals("10.0.0.2:80", rig.choose("web", selection));
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(List.of(client), asked);
        assertEquals(List.of(109L, 109L, 109L, 109L, 109L, 109L), keys);

        selection.reset();
        rig.choose("web", selection);
        assertEquals(2, asked.size(), "the next client's was not made");
    }

    @Test
    void nobodyAsksForAKeyThatThePickerDoesNotAskFor() {
        asks = false;
        install(client -> {
            throw new AssertionError("asked");
        });
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void aClientOfWhomNothingIsKnownHasNoKey() {
        install(ClientKey.header("X-User").orElse(ClientKey.source()));
        rig.choose("web");
        assertEquals(ClientView.NONE, keys.get(0));
    }

    @Test
    void aKeyThatThrowsIsAFailedPick() {
        install(client -> {
            throw new IllegalStateException("scripted");
        });
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void latencyEndsWithTheAnswer() {
        install(ClientKey.source());
        Selection selection = new Selection();
        rig.choose("web", selection);
        pass(100);
        selection.handed();
        pass(20);
        selection.replied(false);
        selection.replied(true); // the first counts
        pass(500);
        selection.handed(); // what is left of the request
        selection.settle(Outcome.SERVER_RESET, 0);
        assertEquals(List.of("10.0.0.1:80 answered 20 on 0", "10.0.0.1:80 SERVER_RESET answered 20 on 0"), heard);
    }

    @Test
    void withoutAnAnswerItEndsWithTheWork() {
        install(ClientKey.source());
        Selection selection = new Selection();
        rig.choose("web", selection);
        pass(30);
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        rig.choose("web", selection);
        pass(40);
        selection.replied(true);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(
                List.of(
                        "10.0.0.1:80 CONNECT_FAILED 30 on 0",
                        "10.0.0.2:80 answered error 40 on 0",
                        "10.0.0.2:80 COMPLETED answered error 40 on 0"),
                heard);
    }

    @Test
    void thePickerThatPickedHearsEvenWhenItWasReplaced() {
        install(ClientKey.source());
        Selection selection = new Selection();
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        rig.choose("web", selection);
        rig.reconfigure(EngineRig.unchecked("web")
                .server("10.0.0.2", 80)
                .scheduler(Scheduler.roundRobin())
                .build());
        pass(7);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals("10.0.0.2:80 COMPLETED 7 on 0", heard.get(1));
    }

    @Test
    void clientsWhoPersistAreHeardOf() {
        install(ClientKey.source());
        Selection selection = new Selection();
        assertEquals("10.0.0.2:80", rig.choose("web", "10.0.0.2", selection));
        pass(3);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(List.of("10.0.0.2:80 COMPLETED 3 on 0"), heard);
        assertTrue(keys.isEmpty());
    }

    @Test
    void serversThatTakeNoNewClientsAreNotHeardOf() {
        install(ClientKey.source());
        rig.done(rig.server("web", "10.0.0.2:80").drain(Duration.ofMinutes(1)));
        Selection selection = new Selection();
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 0);
        heard.clear();
        assertEquals("10.0.0.2:80", rig.choose("web", "10.0.0.2", selection));
        selection.replied(false);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(List.of(), heard);
    }

    @Test
    void whoDoesNotListenHearsNothing() {
        listens = false;
        install(ClientKey.source());
        Selection selection = new Selection();
        rig.choose("web", selection);
        selection.replied(false);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(List.of(), heard);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        fails = true;
        install(ClientKey.source());
        Selection selection = new Selection();
        rig.choose("web", selection);
        selection.replied(false);
        selection.settle(Outcome.COMPLETED, 0);
        assertEquals(2, heard.size());
        assertEquals(0, rig.snapshot("web", "10.0.0.1:80").inFlight());
        rig.time.runReady();
        assertEquals("10.0.0.1:80", rig.choose("web"));
    }

    @Test
    void aSchedulerWithoutAKeyMakesNoPicker() {
        install(null);
        assertEquals("10.0.0.1:80", rig.choose("web"));
        assertEquals("10.0.0.2:80", rig.choose("web"), "it is not round robin");
    }
}
