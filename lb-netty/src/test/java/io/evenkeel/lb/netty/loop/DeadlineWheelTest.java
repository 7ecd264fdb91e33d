package io.evenkeel.lb.netty.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.VirtualTime;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Deadlines in virtual time: never early, at most one tick late, whatever moves meanwhile. */
class DeadlineWheelTest {

    private static final long TICK = DeadlineWheel.TICK_NANOS;

    private final List<Timer> expired = new ArrayList<>();

    private final class Timer extends Deadline {
        private final VirtualTime time;
        private long deadline;
        private long expiredAt;

        Timer(VirtualTime time, long inNanos) {
            this.time = time;
            this.deadline = time.nanoTime() + inNanos;
        }

        @Override
        protected long deadlineNanos() {
            return deadline;
        }

        @Override
        protected void expired() {
            expiredAt = time.nanoTime();
            expired.add(this);
        }
    }

    private static final class Rig {
        private final VirtualTime time;
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final DeadlineWheel wheel;

        Rig(long start) {
            channel.freezeTime(); // else real time runs on beside the virtual
            time = VirtualTime.startingAt(start, Instant.EPOCH);
            wheel = new DeadlineWheel(channel.eventLoop(), time);
        }

        void pass(long nanos) {
            for (long left = nanos; left > 0; left -= TICK) {
                long step = Math.min(left, TICK);
                time.advance(Duration.ofNanos(step));
                channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
                channel.runScheduledPendingTasks();
            }
        }

        void stallFor(long nanos) {
            time.advance(Duration.ofNanos(nanos));
            channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Property(tries = 25)
    void neverEarlyAndAtMostTwoTicksLate(@ForAll long start, @ForAll long seed) {
        Rig rig = new Rig(start);
        expired.clear();
        Random random = new Random(seed);
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Timer timer = new Timer(rig.time, 1 + random.nextLong(120_000_000_000L));
            timers.add(timer);
            rig.wheel.schedule(timer);
            rig.pass(random.nextLong(100_000_000L));
        }
        rig.pass(121_000_000_000L);
        assertEquals(100, expired.size());
        for (Timer timer : timers) {
            long late = timer.expiredAt - timer.deadline;
            assertTrue(late >= 0 && late <= 2 * TICK, () -> "late by " + late);
        }
        assertEquals(0, rig.wheel.size());
    }

    @Test
    void aDeadlineMovedLaterIsMetAtItsNewTime() {
        Rig rig = new Rig(0);
        Timer timer = new Timer(rig.time, 10 * TICK);
        rig.wheel.schedule(timer);
        rig.pass(9 * TICK);
        timer.deadline += 10 * TICK;
        rig.pass(9 * TICK);
        assertEquals(0, expired.size());
        rig.pass(4 * TICK);
        assertEquals(1, expired.size());
    }

    @Test
    void aDeadlineMovedEarlierIsMetOnceScheduledAnew() {
        Rig rig = new Rig(0);
        Timer timer = new Timer(rig.time, 5000 * TICK);
        rig.wheel.schedule(timer);
        timer.deadline = rig.time.nanoTime() + 2 * TICK;
        rig.wheel.schedule(timer);
        assertEquals(1, rig.wheel.size());
        rig.pass(4 * TICK);
        assertEquals(1, expired.size());
    }

    @Test
    void aCancelledDeadlineNeverExpiresAndTheTimerStops() {
        Rig rig = new Rig(0);
        Timer timer = new Timer(rig.time, 3 * TICK);
        rig.wheel.schedule(timer);
        rig.wheel.cancel(timer);
        rig.wheel.cancel(timer);
        rig.pass(10 * TICK);
        assertEquals(0, expired.size());
        assertEquals(-1, rig.channel.runScheduledPendingTasks(), "no timer is left");
    }

    @Property(tries = 30)
    void aLoopThatStalledCatchesUp(@ForAll @LongRange(min = 1, max = 5_000) long stalledTicks) {
        Rig rig = new Rig(Long.MAX_VALUE - 100 * TICK);
        expired.clear();
        for (int i = 1; i <= 50; i++) {
            rig.wheel.schedule(new Timer(rig.time, i * 40 * TICK));
        }
        rig.stallFor(stalledTicks * TICK);
        rig.pass(TICK);
        long due = Math.min(50, stalledTicks / 40);
        assertTrue(expired.size() >= due, () -> expired.size() + " of " + due);
        rig.pass(2001 * TICK);
        assertEquals(50, expired.size());
    }

    @Test
    void whatWasHeardAfterAStallCountsBeforeAnythingExpires() {
        Rig rig = new Rig(0);
        Timer heard = new Timer(rig.time, 4 * TICK);
        Timer silent = new Timer(rig.time, 4 * TICK);
        rig.wheel.schedule(heard);
        rig.wheel.schedule(silent);
        rig.stallFor(100 * TICK);
        assertTrue(expired.isEmpty(), "its sockets were not read yet");
        heard.deadline = rig.time.nanoTime() + 4 * TICK;
        rig.pass(2 * TICK);
        assertEquals(List.of(silent), expired);
    }
}
