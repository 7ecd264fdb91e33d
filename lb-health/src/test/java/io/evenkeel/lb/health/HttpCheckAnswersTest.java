package io.evenkeel.lb.health;

import static io.evenkeel.lb.health.LiveRun.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd answers, over real sockets: what is still HTTP, and what is said of the rest. */
class HttpCheckAnswersTest {

    private static final HttpCheck CHECK = HealthChecks.http("/").bodyMatches(Pattern.compile("ready"));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String NOT_HTTP = "not an HTTP answer";
    private static final String TOO_LARGE = "answer too large";
    private static final String BEFORE = "connection closed before the answer";
    private static final String WITHIN = "connection closed within the answer";

    private final LiveRun live = new LiveRun();

    @AfterEach
    void nothingIsLeft() {
        live.close();
        assertEquals(0, live.unexpectedVerdicts());
    }

    private Verdict verdict(Behaviour behaviour) throws InterruptedException {
        try (TcpServer server = TcpServer.start(behaviour)) {
            return live.verdict(CHECK, server.address(), PATIENCE);
        }
    }

    static Stream<String> good() {
        return Stream.of(
                OK,
                "HTTP/1.1 100 Continue\r\n\r\n" + OK,
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK,
                "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nready",
                "HTTP/1.1 200 OK\r\nX: " + "x".repeat(32_000) + "\r\n\r\nready",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nready",
                CHUNKED + "5\r\nready\r\n0\r\n\r\n",
                OK + OK,
                OK + "garbage");
    }

    @ParameterizedTest
    @MethodSource("good")
    void isRead(String answer) throws Exception {
        assertEquals(Verdict.SUCCESS, verdict(HttpScript.answer(answer)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void isReadByteByByte(String answer) throws Exception {
        assertEquals(Verdict.SUCCESS, verdict(HttpScript.dripping(answer)));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("", BEFORE),
                Arguments.of("HT", BEFORE),
                Arguments.of("HTTP/1.1 200 OK", BEFORE),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Le", BEFORE),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n", BEFORE),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nready", WITHIN),
                Arguments.of(CHUNKED + "5\r\nready\r\n", WITHIN),
                Arguments.of("SSH-2.0-OpenSSH_9.2p1\r\n", NOT_HTTP),
                Arguments.of("\u0015\u0003\u0003\u0000\u0002\u0002\u0016", NOT_HTTP),
                Arguments.of("\r\n" + OK, NOT_HTTP),
                Arguments.of("ready", NOT_HTTP),
                Arguments.of("http/1.1 200 OK\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/2.0 200 OK\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1 abc\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1 -200 OK\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1 99 OK\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1 2000 OK\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1\r\n\r\n", NOT_HTTP),
                Arguments.of("HTTP/1.1 200 OK\nContent-Length: 5\n\nready", NOT_HTTP),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nready", NOT_HTTP),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nready", NOT_HTTP),
                Arguments.of(CHUNKED + "zz\r\nready", NOT_HTTP),
                Arguments.of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "status 101"),
                Arguments.of("HTTP/1.1 200 " + "x".repeat(100_000) + "\r\n\r\nready", TOO_LARGE),
                Arguments.of("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\nready", TOO_LARGE),
                Arguments.of("HTTP/1.1 100 Continue\r\n\r\n".repeat(101) + OK, TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedInWords(String answer, String cause) throws Exception {
        assertEquals(Verdict.failure(cause), verdict(HttpScript.answer(answer)));
    }

    @Test
    void whatNeverEndsIsTooLarge() throws Exception {
        assertEquals(Verdict.failure(TOO_LARGE), verdict(HttpScript.endless("HTTP/1.1 200 OK\r\n", "X: y\r\n")));
        assertEquals(Verdict.failure(TOO_LARGE), verdict(HttpScript.endless("HTTP/1.1 200 OK\r\nX: ", "y")));
        assertEquals(Verdict.failure(TOO_LARGE), verdict(HttpScript.endless("", "HTTP/1.1 103 Hints\r\n\r\n")));
        assertEquals(Verdict.failure(TOO_LARGE), verdict(HttpScript.endless(CHUNKED, "1")));
    }
}
