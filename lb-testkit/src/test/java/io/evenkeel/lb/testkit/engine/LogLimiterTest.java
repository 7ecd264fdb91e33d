package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.engine.LogLimiter;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One line per interval, and the number of those held back with the next. */
class LogLimiterTest {

    private final VirtualTime time = VirtualTime.startingAt(Long.MAX_VALUE - 7, Instant.EPOCH);
    private final LogLimiter limiter = new LogLimiter(time, Duration.ofSeconds(5));

    @Test
    void theFirstLinePassesAndThoseBehindItAreHeldBackAndCounted() {
        assertEquals(0, limiter.pass());
        assertEquals(LogLimiter.HELD_BACK, limiter.pass());
        time.advance(Duration.ofSeconds(5).minusNanos(1));
        assertEquals(LogLimiter.HELD_BACK, limiter.pass());
        time.advance(Duration.ofNanos(1));
        assertEquals(2, limiter.pass());
        assertEquals(LogLimiter.HELD_BACK, limiter.pass());
    }

    @Test
    void afterASilenceALinePassesAtOnceAndTheIntervalBeginsAnew() {
        assertEquals(0, limiter.pass());
        time.advance(Duration.ofHours(1));
        assertEquals(0, limiter.pass());
        time.advance(Duration.ofSeconds(4));
        assertEquals(LogLimiter.HELD_BACK, limiter.pass());
    }
}
