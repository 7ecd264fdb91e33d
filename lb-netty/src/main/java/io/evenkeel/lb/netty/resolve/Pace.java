package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.spi.RandomSource;
import java.time.Duration;

/** When to ask for a name again. */
final class Pace {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** The upper end after failures; and after answers of which half may be missing. */
    static final Duration LONGEST_IN_DOUBT = Duration.ofSeconds(30);

    private Pace() {}

    /** When the first of its records is out of date, within bounds: a TTL of 0 would be a busy loop, one of a week a trap. */
    static Duration afterAnswer(Answer answer) {
        Duration longest = answer.partial() ? LONGEST_IN_DOUBT : LONGEST;
        Duration ttl = answer.ttl();
        return ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl.compareTo(longest) > 0 ? longest : ttl;
    }

    /** Between half and the whole of 2 s, 4 s, 8 s and so on, up to 30 s, at random: many balancers fail at the same time. */
    static Duration afterFailure(int failuresInARow, RandomSource random) {
        long doubled = SHORTEST.toMillis() << Math.min(failuresInARow, 10);
        int whole = (int) Math.min(doubled, LONGEST_IN_DOUBT.toMillis());
        return Duration.ofMillis(whole / 2 + random.nextInt(whole / 2 + 1));
    }
}
