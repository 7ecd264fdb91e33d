package io.evenkeel.lb.netty;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;

/** {@link RealClientsTest} for each server on each transport, and for longer. */
@Tag("long")
class RealClientsLongTest extends RealClientsTest {

    @Override
    Stream<Arguments> pairs() {
        return all();
    }

    static Stream<Arguments> all() {
        return Stream.of(WebServer.Kind.values())
                .flatMap(kind -> Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING)
                        .map(transport -> Arguments.of(kind, transport)));
    }

    @Override
    int large(WebServer.Kind kind) {
        return 64 << 20;
    }

    @Override
    int wrkSeconds() {
        return 10;
    }
}
