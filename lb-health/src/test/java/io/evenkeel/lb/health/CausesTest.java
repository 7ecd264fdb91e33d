package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CausesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** The shapes in which NIO and epoll wrap the system's words. */
    static Stream<Arguments> failures() {
        IOException refused = new ConnectException("Connection refused");
        return Stream.of(
                Arguments.of(refused, "connection refused"),
                Arguments.of(annotated("Connection refused: /127.0.0.1:1", refused), "connection refused"),
                Arguments.of(
                        new ConnectException("finishConnect(..) failed with error(-111): Connection refused"),
                        "connection refused"),
                Arguments.of(new NoRouteToHostException("No route to host"), "no route to host"),
                Arguments.of(new NoRouteToHostException(), "no route to host"),
                Arguments.of(
                        new IOException("io_uring connect(..) failed with error(-22): Invalid argument"),
                        "invalid argument"),
                Arguments.of(new SocketException("Network is unreachable"), "network unreachable"),
                Arguments.of(new IOException("Connection reset by peer"), "connection reset"),
                Arguments.of(new SocketException("Connection reset"), "connection reset"),
                Arguments.of(new IOException("Broken pipe"), "connection reset"),
                Arguments.of(new ConnectException("Connection timed out"), "connection timed out"),
                Arguments.of(
                        new ConnectTimeoutException("connection timed out after 4000 ms: /a:1"), "timeout after 4s"),
                Arguments.of(new ClosedChannelException(), "connection closed"),
                Arguments.of(outOfDescriptors(), "too many open files"),
                Arguments.of(new SocketException("Invalid argument"), "invalid argument"),
                Arguments.of(
                        annotated("Invalid argument: /[fe80::1]:9", new SocketException("Invalid argument")),
                        "invalid argument"),
                Arguments.of(new ConnectException("Verbindungsaufbau abgelehnt"), "verbindungsaufbau abgelehnt"),
                Arguments.of(new IOException(), "IOException"),
                Arguments.of(new IOException(""), "IOException"),
                Arguments.of(new NullPointerException("x is null"), "NullPointerException: x is null"),
                Arguments.of(new IllegalStateException(), "IllegalStateException"),
                Arguments.of(new IOException("certificate refused"), "certificate refused"),
                Arguments.of(ring(), "deep"),
                Arguments.of(new IllegalStateException("wrapped", refused), "connection refused"));
    }

    private static IOException annotated(String message, IOException cause) {
        SocketException e = new SocketException(message);
        e.initCause(cause);
        return e;
    }

    private static IOException ring() {
        IOException outer = new IOException("Outer");
        IOException deep = new IOException("Deep", outer);
        outer.initCause(deep);
        return outer;
    }

    private static ChannelException outOfDescriptors() {
        return new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresHaveShortNames(Throwable failure, String expected) {
        assertEquals(expected, Causes.of(failure, TIMEOUT));
    }

    @ParameterizedTest
    @CsvSource({"PT4S, 4s", "PT0.25S, 250ms", "PT1.5S, 1500ms"})
    void timeoutsAreToldAsPeopleWriteThem(Duration timeout, String text) {
        assertEquals("timeout after " + text, Causes.timeout(timeout));
    }

    @Test
    void wantOfDescriptorsOrOfALoopIsOurOwnFault() {
        assertTrue(Causes.isOurs(outOfDescriptors()));
        assertTrue(Causes.isOurs(new ChannelException(
                new IOException("newSocketStream(..) failed with error(-24): Too many open files"))));
        assertTrue(Causes.isOurs(new RejectedExecutionException("event executor terminated")));
        assertFalse(Causes.isOurs(new ConnectException("Connection refused")));
        assertFalse(Causes.isOurs(new IllegalStateException()));
    }

    @Test
    void phrasesAreOneLineOfBoundedLength() {
        assertEquals("a  b", Causes.phrase("\ta\r\nb\u0000"));
        assertEquals(160, Causes.phrase("x".repeat(10_000)).length());
        assertEquals("failed without a cause", Causes.phrase(" \n"));
        assertEquals("failed without a cause", Causes.phrase(null));
        assertEquals("failed without a cause", Causes.phrase("\u0000".repeat(160) + "x"));
        String rockets = "\ud83d\ude80".repeat(200);
        assertEquals(
                160,
                Causes.phrase(rockets).codePointCount(0, Causes.phrase(rockets).length()),
                "no half pairs");
    }
}
