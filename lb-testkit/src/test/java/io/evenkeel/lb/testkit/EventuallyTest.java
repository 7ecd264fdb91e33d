package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    @Test
    void returnsWhenTheConditionHolds() {
        AtomicInteger polls = new AtomicInteger();
        Eventually.await("third poll", Duration.ofSeconds(5), () -> polls.incrementAndGet() == 3);
        assertEquals(3, polls.get());
    }

    @Test
    void triesOnceEvenWithoutTime() {
        Eventually.await("true", Duration.ZERO, () -> true);
        Eventually.awaitEqual("one", 1, Duration.ZERO, () -> 1);
    }

    @Test
    void namesWhatDidNotCome() {
        AssertionError error =
                assertThrows(AssertionError.class, () -> Eventually.await("snow", Duration.ofMillis(5), () -> false));
        assertEquals("not within 5 ms: snow", error.getMessage());
    }

    @Test
    void showsTheLastValue() {
        AssertionError error = assertThrows(
                AssertionError.class, () -> Eventually.awaitEqual("open", 0, Duration.ofMillis(5), () -> 2));
        assertEquals("not within 5 ms: open to be 0, last seen 2", error.getMessage());
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        AssertionError error =
                assertThrows(AssertionError.class, () -> Eventually.await("x", Duration.ofSeconds(60), () -> false));
        assertTrue(Thread.interrupted());
        assertEquals("interrupted while waiting for: x", error.getMessage());
    }
}
