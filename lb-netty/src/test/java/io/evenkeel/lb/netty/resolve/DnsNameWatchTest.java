package io.evenkeel.lb.netty.resolve;

import static io.evenkeel.lb.netty.resolve.AddressesTest.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.testkit.ScriptedRandom;
import io.evenkeel.lb.testkit.VirtualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When names are asked for, what is kept, and who hears of it; in virtual time. */
class DnsNameWatchTest {

    /** What a listener heard, one line each. */
    private final class Heard implements NameWatch.Listener {
        final List<String> lines = new ArrayList<>();

        @Override
        public void onAddresses(List<InetAddress> addresses) {
            assertTrue(control.inLoop());
            lines.add(String.join(
                    " ", addresses.stream().map(InetAddress::getHostAddress).toList()));
        }

        @Override
        public void onFailure(String cause) {
            assertTrue(control.inLoop());
            lines.add("failure " + cause);
        }

        List<String> take() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }
    }

    private record Asked(String host, Consumer<Answer> done) {}

    private final VirtualTime time = VirtualTime.create();
    private final ControlLoop control = new ControlLoop(time.executor());
    private final List<Asked> asked = new ArrayList<>();
    private int givenUp;

    private final DnsNameWatch watch = new DnsNameWatch(control, ScriptedRandom.repeating(0), (host, done) -> {
        asked.add(new Asked(host, done));
        return () -> givenUp++;
    });

    private final Heard heard = new Heard();

    @AfterEach
    void withTheLastWatchTheLastTimerIsGone() {
        assertEquals(0, watch.nameCount());
        assertEquals(0, time.pendingTasks());
    }

    private void run(Runnable change) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        control.submit(change).whenComplete((done, e) -> failure.set(e));
        time.runReady();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private Registration watch(String host, NameWatch.Listener listener) {
        AtomicReference<Registration> registration = new AtomicReference<>();
        run(() -> registration.set(watch.watch(host, listener)));
        return () -> run(registration.get()::cancel);
    }

    /** Answers the question asked last. */
    private void answer(Answer answer) {
        asked.get(asked.size() - 1).done().accept(answer);
        time.runReady();
    }

    private void answer(int ttl, String... addresses) {
        answer(Answer.of(list(addresses), Duration.ofSeconds(ttl)));
    }

    private void assertAskedAfter(Duration delay) {
        int before = asked.size();
        time.advance(delay.minusNanos(1));
        assertEquals(before, asked.size(), "asked early");
        time.advance(Duration.ofNanos(1));
        assertEquals(before + 1, asked.size(), "not asked in time");
    }

    @Test
    void aNameIsAskedForAtOnceAndAgainWhenItsTtlIsOver() {
        Registration registration = watch("db.test", heard);
        assertEquals("db.test", asked.get(0).host());
        answer(60, "10.0.0.1", "10.0.0.2");
        assertEquals(List.of("10.0.0.1 10.0.0.2"), heard.take());
        assertAskedAfter(Duration.ofSeconds(60));
        answer(0, "10.0.0.3");
        assertEquals(List.of("10.0.0.3"), heard.take());
        assertAskedAfter(Duration.ofSeconds(1));
        answer(100_000, "10.0.0.3");
        assertAskedAfter(Duration.ofMinutes(5));
        registration.cancel();
    }

    @Test
    void whatIsNotNewIsNotTold() {
        Registration registration = watch("db.test", heard);
        answer(1, "10.0.0.1", "10.0.0.2");
        heard.take();
        assertAskedAfter(Duration.ofSeconds(1));
        answer(1, "10.0.0.2", "10.0.0.1");
        assertEquals(List.of(), heard.take());
        registration.cancel();
    }

    @Test
    void failuresAreToldAndAskedForAgainEverLater() {
        Registration registration = watch("db.test", heard);
        for (int half : new int[] {1, 2, 4, 8, 15, 15}) {
            answer(Answer.failed("NXDOMAIN"));
            assertEquals(List.of("failure NXDOMAIN"), heard.take());
            assertAskedAfter(Duration.ofSeconds(half));
        }
        answer(60, "10.0.0.1");
        assertEquals(List.of("10.0.0.1"), heard.take());
        assertAskedAfter(Duration.ofSeconds(60));
        answer(Answer.failed("SERVFAIL"));
        assertAskedAfter(Duration.ofSeconds(1));
        registration.cancel();
    }

    @Test
    void theLastAddressesAreKeptThroughFailures() {
        Registration registration = watch("db.test", heard);
        answer(1, "10.0.0.1", "10.0.0.2");
        assertAskedAfter(Duration.ofSeconds(1));
        answer(Answer.failed("SERVFAIL"));
        assertAskedAfter(Duration.ofSeconds(1));
        heard.take();
        Heard late = new Heard();
        Registration second = watch("db.test", late);
        assertEquals(List.of("10.0.0.1 10.0.0.2", "failure SERVFAIL"), late.take());
        // The end of the failure is told, though the addresses are the same.
        answer(1, "10.0.0.2", "10.0.0.1");
        assertEquals(List.of("10.0.0.1 10.0.0.2"), heard.take());
        assertEquals(List.of("10.0.0.1 10.0.0.2"), late.take());
        registration.cancel();
        second.cancel();
    }

    @Test
    void halfAnAnswerKeepsTheOtherHalfAndIsAskedForAgainSoon() {
        Registration registration = watch("db.test", heard);
        answer(200, "10.0.0.1", "::1");
        assertAskedAfter(Duration.ofSeconds(200));
        heard.take();
        answer(new Answer(list("::1"), Duration.ofSeconds(200), true, null));
        assertEquals(List.of(), heard.take());
        assertAskedAfter(Duration.ofSeconds(30));
        registration.cancel();
    }

    @Test
    void allWhoWatchANameShareItsLookups() {
        Registration first = watch("db.test", heard);
        Heard other = new Heard();
        Registration second = watch("DB.Test", other);
        Registration stranger = watch("other.test", new Heard());
        assertEquals(2, watch.nameCount());
        assertEquals(
                List.of("db.test", "other.test"),
                asked.stream().map(Asked::host).toList());
        stranger.cancel();
        asked.get(0).done().accept(Answer.of(list("10.0.0.1"), Duration.ofSeconds(60)));
        time.runReady();
        assertEquals(List.of("10.0.0.1"), heard.take());
        assertEquals(List.of("10.0.0.1"), other.take());
        first.cancel();
        first.cancel();
        assertAskedAfter(Duration.ofSeconds(60));
        answer(60, "10.0.0.2");
        assertEquals(List.of(), heard.take());
        assertEquals(List.of("10.0.0.2"), other.take());
        second.cancel();
    }

    @Test
    void oneListenerMayWatchTwice() {
        Registration first = watch("db.test", heard);
        Registration second = watch("db.test", heard);
        first.cancel();
        answer(60, "10.0.0.1");
        assertEquals(List.of("10.0.0.1"), heard.take());
        second.cancel();
    }

    @Test
    void aLookupUnderWayIsGivenUpWithTheLastWatch() {
        Registration registration = watch("db.test", heard);
        registration.cancel();
        assertEquals(1, givenUp);
        answer(1, "10.0.0.1");
        assertEquals(List.of(), heard.take());
        time.advance(Duration.ofMinutes(10));
        assertEquals(1, asked.size());
    }

    @Test
    void aLateAnswerIsNotTakenForOneToALaterWatch() {
        watch("db.test", heard).cancel();
        Registration again = watch("db.test", heard);
        asked.get(0).done().accept(Answer.of(list("10.0.0.1"), Duration.ofSeconds(60)));
        time.runReady();
        assertEquals(List.of(), heard.take());
        answer(60, "10.0.0.2");
        assertEquals(List.of("10.0.0.2"), heard.take());
        again.cancel();
    }

    @Test
    void anAnswerOnTheSpotIsTaken() {
        DnsNameWatch quick = new DnsNameWatch(control, ScriptedRandom.repeating(0), (host, done) -> {
            done.accept(Answer.of(list("10.0.0.1"), Duration.ofSeconds(10)));
            return () -> {};
        });
        AtomicReference<Registration> registration = new AtomicReference<>();
        run(() -> registration.set(quick.watch("db.test", heard)));
        assertEquals(List.of("10.0.0.1"), heard.take());
        run(registration.get()::cancel);
    }

    @Test
    void aListenerThatFailsOrLeavesDoesNotHarmTheOthers() {
        List<Registration> registrations = new ArrayList<>();
        registrations.add(watch("db.test", new NameWatch.Listener() {
            @Override
            public void onAddresses(List<InetAddress> addresses) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onFailure(String cause) {
                throw new IllegalStateException("on purpose");
            }
        }));
        AtomicReference<Registration> third = new AtomicReference<>();
        AtomicReference<Registration> self = new AtomicReference<>();
        run(() -> self.set(watch.watch("db.test", new NameWatch.Listener() {
            @Override
            public void onAddresses(List<InetAddress> addresses) {
                self.get().cancel();
                third.get().cancel();
            }

            @Override
            public void onFailure(String cause) {
                throw new AssertionError(cause);
            }
        })));
        Heard gone = new Heard();
        run(() -> third.set(watch.watch("db.test", gone)));
        registrations.add(watch("db.test", heard));
        answer(1, "10.0.0.1");
        assertEquals(List.of("10.0.0.1"), heard.take());
        assertEquals(List.of(), gone.take());
        registrations.forEach(Registration::cancel);
    }
}
