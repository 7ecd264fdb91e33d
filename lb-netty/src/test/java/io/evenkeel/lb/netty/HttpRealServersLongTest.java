package io.evenkeel.lb.netty;

import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** {@link HttpRealServersTest} for as long as people would watch it. */
@Tag("long")
class HttpRealServersLongTest extends HttpRealServersTest {

    @Override
    int seconds() {
        return 30;
    }

    @Override
    HealthPolicy checked() {
        return HealthPolicy.every(Duration.ofMillis(500)).timeout(Duration.ofMillis(300));
    }
}
