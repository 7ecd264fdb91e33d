package io.evenkeel.lb.netty;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Minutes of {@link Chaos} with 500 clients. {@code -Dchaos.seconds=60} shortens it (300 on epoll by default, a fifth of it
 * on the others), {@code -Dchaos.seed=N} repeats its choices.
 */
@Tag("long")
@ExtendWith(LeakExtension.class)
class ChaosTest {

    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("chaos.seconds", 300);

    @ParameterizedTest
    @CsvSource({"EPOLL, 1", "NIO, 5", "IO_URING, 5"})
    void streamsAreCompleteOrACorrectPrefix(Transport transport, int part) throws Exception {
        new Chaos(transport, 500, SEED)
                .run(Duration.ofSeconds(SECONDS).dividedBy(part), Duration.ofSeconds(12), Duration.ofSeconds(8));
    }
}
