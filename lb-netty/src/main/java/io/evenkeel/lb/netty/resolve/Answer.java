package io.evenkeel.lb.netty.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for a name once.
 *
 * @param addresses those of the preferred family first; empty after a failure
 * @param ttl how long they are valid
 * @param partial whether one family's question got no answer, so that addresses of it may be missing
 * @param failure why there are no addresses, in a short phrase, or null
 */
record Answer(
        List<InetAddress> addresses,
        Duration ttl,
        boolean partial,
        @Nullable String failure) {

    static Answer of(List<InetAddress> addresses, Duration ttl) {
        return new Answer(List.copyOf(addresses), ttl, false, null);
    }

    static Answer failed(String cause) {
        return new Answer(List.of(), Duration.ZERO, false, cause);
    }
}
