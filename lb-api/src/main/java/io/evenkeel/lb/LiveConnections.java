package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to the connections that a server has when it goes down or its drain ends. Immutable. */
public final class LiveConnections {

    /** They go on until they end by themselves. */
    public static final LiveConnections FINISH = new LiveConnections(null);

    /** They are reset at once. */
    public static final LiveConnections RESET = new LiveConnections(Duration.ZERO);

    private final @Nullable Duration grace;

    private LiveConnections(@Nullable Duration grace) {
        this.grace = grace;
    }

    /**
     * They may go on for a while, and are reset then.
     *
     * @param grace 1 ms to 1 day
     * @return the policy
     * @throws IllegalArgumentException when it is outside the range
     */
    public static LiveConnections finishWithin(Duration grace) {
        return new LiveConnections(
                Setting.range("live connections grace", grace, Duration.ofMillis(1), Duration.ofDays(1)));
    }

    /**
     * How long connections may go on.
     *
     * @return the time until they are reset, zero for at once, empty for no end
     */
    public Optional<Duration> grace() {
        return Optional.ofNullable(grace);
    }

    /** {@code finish}, {@code reset}, or {@code finish within} a time. */
    @Override
    public String toString() {
        if (grace == null) {
            return "finish";
        }
        return grace.isZero() ? "reset" : "finish within " + Setting.text(grace);
    }
}
