package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.netty.loop.DeadlineWheel;
import java.util.concurrent.TimeUnit;

/**
 * How fast a client sends a request's body: one that sends a byte now and then would else
 * hold a server for as long as it likes. While the server is what is waited for, the client is not judged.
 */
final class BodyPace {

    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long begun;
    private long bytes;
    private boolean paused;
    private long pausedSince;

    void begin(long now) {
        begun = now;
        bytes = 0;
        paused = false;
    }

    void add(int more) {
        bytes += more;
    }

    /** Whether the server is what is waited for. */
    boolean isPaused() {
        return paused;
    }

    void pause(long now) {
        if (!paused) {
            paused = true;
            pausedSince = now;
        }
    }

    void resume(long now) {
        if (paused) {
            paused = false;
            begun += now - pausedSince;
        }
    }

    /**
     * When the client is too slow.
     *
     * @param silence when it has been silent for too long
     * @param rate in bytes per second; 0 for none
     */
    long deadline(long silence, int rate) {
        if (paused || rate == 0) {
            return silence;
        }
        return DeadlineWheel.earlier(silence, begun + GRACE + bytes * SECOND / rate);
    }
}
