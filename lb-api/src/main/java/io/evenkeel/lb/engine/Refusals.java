package io.evenkeel.lb.engine;

import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.status.Refusal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that a service turned away, by reason, and what the log says of them: one of them every few seconds, with the
 * numbers since. Any thread.
 */
public final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final String service;
    private final LogLimiter limiter;
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
    /** The counts as of the last line. Guarded by this. */
    private Map<Refusal, Long> told;

    /**
     * Nobody was turned away yet.
     *
     * @param service the service's name
     * @param time the time source
     */
    public Refusals(String service, TimeSource time) {
        this.service = service;
        this.limiter = new LogLimiter(time, BETWEEN_LINES);
        for (Refusal reason : Refusal.values()) {
            counts.put(reason, new LongAdder());
        }
        this.told = counts();
    }

    /**
     * Counts a client, and tells of it if the log is due for a line.
     *
     * @param reason why it was turned away
     * @param client its address, for the log; null if it is not known
     */
    public void count(Refusal reason, @Nullable Object client) {
        add(reason);
        if (log.isInfoEnabled()) {
            String line = line(reason, client);
            if (line != null) {
                log.info("{}: {}", service, line);
            }
        }
    }

    void add(Refusal reason) {
        Objects.requireNonNull(counts.get(reason)).increment();
    }

    /** What the log is to say now of a client that was just counted; null for nothing. */
    @Nullable
    String line(Refusal reason, @Nullable Object client) {
        long heldBack = limiter.pass();
        if (heldBack == LogLimiter.HELD_BACK) {
            return null;
        }
        String since = sinceLastLine();
        String line = "client " + text(client) + " is refused: " + reason;
        return heldBack == 0 ? line : line + "; since the last such line: " + since;
    }

    /** An address without the slash that the JDK puts where a name would be. */
    private static String text(@Nullable Object client) {
        String text = client == null ? "of unknown address" : client.toString();
        return text.startsWith("/") ? text.substring(1) : text;
    }

    private synchronized String sinceLastLine() {
        Map<Refusal, Long> before = told;
        Map<Refusal, Long> now = counts();
        told = now;
        return now.entrySet().stream()
                .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L))
                .map(entry -> entry.getKey() + " " + (entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
                .collect(Collectors.joining(", "));
    }

    /**
     * How many were turned away.
     *
     * @return an immutable map of every reason to a number, 0 or more
     */
    public Map<Refusal, Long> counts() {
        Map<Refusal, Long> now = new EnumMap<>(Refusal.class);
        counts.forEach((reason, count) -> now.put(reason, count.sum()));
        return Collections.unmodifiableMap(now);
    }
}
