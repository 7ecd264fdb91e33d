package io.evenkeel.lb.netty;

import org.junit.jupiter.api.Tag;

/** {@link HttpRealServersTest} for as long as people would watch it. */
@Tag("long")
class HttpRealServersLongTest extends HttpRealServersTest {

    @Override
    int seconds() {
        return 30;
    }
}
