package io.evenkeel.lb.netty;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few seconds of {@link Chaos}, for every build; {@link ChaosTest} is the long one. */
@ExtendWith(LeakExtension.class)
class ChaosSmokeTest {

    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void streamsAreCompleteOrACorrectPrefix(Transport transport) throws Exception {
        new Chaos(transport, 60, SEED).run(Duration.ofSeconds(3), Duration.ofMillis(1500), Duration.ofMillis(2500));
    }
}
