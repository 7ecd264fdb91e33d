package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.engine.LogLimiter;
import io.evenkeel.lb.spi.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of user code that fails: it may do so with each request. Any thread. */
public final class Complaints {

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final String service;
    private final LogLimiter limiter;

    public Complaints(String service, TimeSource time) {
        this.service = service;
        this.limiter = new LogLimiter(time, BETWEEN_LINES);
    }

    /**
     * User code has thrown.
     *
     * @param what became of that
     * @param failure what was thrown
     */
    public void failed(String what, Throwable failure) {
        long heldBack = limiter.pass();
        if (heldBack == 0) {
            log.warn("{}: {}", service, what, failure);
        } else if (heldBack != LogLimiter.HELD_BACK) {
            log.warn("{}: {}; {} more such failures since the last such line", service, what, heldBack, failure);
        }
    }
}
