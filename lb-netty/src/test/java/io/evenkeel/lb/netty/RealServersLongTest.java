package io.evenkeel.lb.netty;

import org.junit.jupiter.api.Tag;

/** {@link RealServersTest} for as long as people would watch it. */
@Tag("long")
class RealServersLongTest extends RealServersTest {

    @Override
    int nginxSeconds() {
        return 30;
    }

    @Override
    int postgresSeconds() {
        return 60;
    }
}
