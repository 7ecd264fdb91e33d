package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One turn runs what waits, publishes once, then completes. */
class ControlLoopTest {

    private final VirtualTime time = VirtualTime.create();
    private final ControlLoop loop = new ControlLoop(time.executor());
    private final List<String> order = new ArrayList<>();

    @BeforeEach
    void recordPublications() {
        loop.onTurnEnd(() -> order.add("publish"));
    }

    private CompletableFuture<Void> submit(Runnable command) {
        return loop.submit(command).toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Void> stage) {
        return assertThrows(CompletionException.class, stage::join).getCause();
    }

    @Test
    void tasksOfOneTurnKeepTheirOrderAndArePublishedOnce() {
        loop.execute(() -> order.add("1"));
        submit(() -> order.add("2")).thenRun(() -> order.add("2 done"));
        loop.execute(() -> order.add("3"));
        submit(() -> order.add("4")).thenRun(() -> order.add("4 done"));
        assertEquals(List.of(), order);
        time.runReady();
        assertEquals(List.of("1", "2", "3", "4", "publish", "2 done", "4 done"), order);
    }

    @Test
    void aFailedCommandFailsItsStageAfterPublicationAndNothingElse() {
        IllegalArgumentException cause = new IllegalArgumentException("scripted");
        CompletableFuture<Void> failed = submit(() -> {
            throw cause;
        });
        failed.whenComplete((done, e) -> order.add("failed"));
        submit(() -> order.add("next"));
        time.runReady();
        assertSame(cause, failure(failed));
        assertEquals(List.of("next", "publish", "failed"), order);
    }

    @Test
    void anErrorFailsItsStageToo() {
        AssertionError cause = new AssertionError("scripted");
        CompletableFuture<Void> failed = submit(() -> {
            throw cause;
        });
        time.runReady();
        assertSame(cause, failure(failed));
    }

    @Test
    void aFailedTaskIsPassedOver() {
        loop.execute(() -> {
            throw new IllegalStateException("scripted");
        });
        loop.execute(() -> {
            throw new AssertionError("scripted");
        });
        loop.execute(() -> order.add("next"));
        time.runReady();
        assertEquals(List.of("next", "publish"), order);
    }

    @Test
    void aFailedPublisherOrDependantIsPassedOver() {
        loop.onTurnEnd(() -> {
            throw new IllegalStateException("scripted");
        });
        loop.onTurnEnd(() -> order.add("second publisher"));
        CompletableFuture<Void> stage = submit(() -> {});
        stage.thenRun(() -> {
            throw new IllegalStateException("scripted");
        });
        loop.afterPublication(() -> {
            throw new IllegalStateException("scripted");
        });
        loop.afterPublication(() -> order.add("after"));
        time.runReady();
        assertEquals(List.of("publish", "second publisher", "after"), order);
        assertTrue(stage.isDone());
    }

    @Test
    void whatATaskPostsIsPartOfItsTurnAndWhatADependantPostsIsNot() {
        submit(() -> loop.execute(() -> order.add("posted"))).thenRun(() -> submit(() -> order.add("next turn")));
        time.runReady();
        assertEquals(List.of("posted", "publish", "next turn", "publish"), order);
    }

    @Test
    void aFloodIsPublishedInParts() {
        for (int i = 0; i < 2500; i++) {
            loop.execute(() -> {});
        }
        time.runReady();
        assertEquals(List.of("publish", "publish", "publish"), order);
    }

    @Test
    void theCallerKnowsWhetherItIsOnTheLoop() {
        List<Boolean> inLoop = new ArrayList<>();
        submit(() -> inLoop.add(loop.inLoop())).thenRun(() -> inLoop.add(loop.inLoop()));
        time.runReady();
        assertEquals(List.of(true, true), inLoop);
        assertFalse(loop.inLoop());
    }

    @Test
    void aTimerFiresWhenDueAndIsPublished() {
        loop.schedule(() -> order.add("timer"), Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertEquals(List.of(), order);
        time.advance(Duration.ofNanos(1));
        assertEquals(List.of("timer", "publish"), order);
    }

    @Test
    void aCancelledTimerDoesNotFireEvenIfItsTaskWaitsAlready() {
        loop.schedule(() -> order.add("never"), Duration.ofSeconds(5)).cancel();
        assertEquals(0, time.pendingTasks());
        var late = loop.schedule(() -> order.add("never"), Duration.ofSeconds(5));
        // Due at the same time as the timer, and before its task has run.
        time.executor().schedule(late::cancel, 5, TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(5));
        assertEquals(List.of("publish"), order);
    }

    @Test
    void closedItRefusesCommandsAndDropsTasks() {
        CompletableFuture<Void> before = submit(() -> order.add("before"));
        loop.close();
        CompletableFuture<Void> after = submit(() -> order.add("after"));
        loop.execute(() -> order.add("after"));
        loop.schedule(() -> order.add("after"), Duration.ofSeconds(1));
        assertInstanceOf(IllegalStateException.class, failure(after));
        time.advance(Duration.ofSeconds(2));
        assertTrue(before.isDone());
        assertEquals(List.of("before", "publish"), order);
    }

    @Test
    void anExecutorThatIsShutDownFailsCommandsAndHarmsNoCaller() {
        time.executor().shutdown();
        CompletableFuture<Void> command = submit(() -> order.add("never"));
        assertInstanceOf(IllegalStateException.class, failure(command));
        loop.execute(() -> order.add("never"));
        loop.schedule(() -> order.add("never"), Duration.ofSeconds(1)).cancel();
        assertEquals(List.of(), order);
    }

    @Test
    void anExecutorThatIsShutDownDuringATurnFailsWhatWaits() {
        List<CompletableFuture<Void>> later = new ArrayList<>();
        submit(() -> {}).thenRun(() -> {
            time.executor().shutdown();
            later.add(submit(() -> order.add("never")));
            assertFalse(later.get(0).isDone());
        });
        time.runReady();
        assertInstanceOf(IllegalStateException.class, failure(later.get(0)));
        assertEquals(List.of("publish"), order);
    }
}
