package io.evenkeel.lb.health;

import static io.evenkeel.lb.health.LiveRun.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.Fixture.Heard;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets: what is asked, and which answers mean that a server is well. Leaves no socket behind. */
class HttpCheckTest {

    private static final HttpCheck GET = HealthChecks.http("/health");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready";

    private final LiveRun live = new LiveRun();

    @AfterEach
    void nothingIsLeft() {
        live.close();
        assertEquals(0, live.unexpectedVerdicts());
    }

    private Verdict verdict(HttpCheck check, String answer) throws InterruptedException {
        return verdict(check, HttpScript.answer(answer));
    }

    private Verdict verdict(HttpCheck check, Behaviour behaviour) throws InterruptedException {
        try (TcpServer server = TcpServer.start(behaviour)) {
            return live.verdict(check, server.address(), PATIENCE);
        }
    }

    /** The request that a server on 127.0.0.1 saw; its port is written as PORT. */
    private String request(HttpCheck check, String answer) throws InterruptedException {
        try (TcpServer server = TcpServer.start(HttpScript.answer(answer))) {
            assertEquals(Verdict.SUCCESS, live.verdict(check, server.address(), PATIENCE));
            server.awaitEnd(1, End.FIN, PATIENCE);
            String text = server.connections().get(0).receivedText();
            return text.replace(":" + server.address().getPort(), ":PORT");
        }
    }

    // ---- what is asked ----

    @Test
    void asksWithGetAndSaysThatItCloses() throws Exception {
        assertEquals(
                "GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: evenkeel\r\nConnection: close\r\n\r\n",
                request(GET, OK));
    }

    @Test
    void asksAsALoadMasterIfTold() throws Exception {
        String head = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n";
        assertEquals(
                "HEAD / HTTP/1.0\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: evenkeel\r\n\r\n",
                request(HealthChecks.http("/").method(HttpCheck.Method.HEAD).http10(), head));
    }

    @Test
    void postsWithALength() throws Exception {
        HttpCheck check = HealthChecks.http("/q?a=b")
                .post("grüß")
                .host("www.example.org")
                .header("Content-Type", "text/plain")
                .header("User-Agent", "probe/1.0")
                .header("X-Empty", "");
        assertEquals(
                "POST /q?a=b HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\nContent-Length: 6\r\n"
                        + "Content-Type: text/plain\r\nUser-Agent: probe/1.0\r\nX-Empty: \r\n\r\ngrüß",
                request(check, OK));
    }

    @Test
    void optionsHasNoBody() throws Exception {
        assertEquals(
                "OPTIONS / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: evenkeel\r\nConnection: close\r\n\r\n",
                request(
                        HealthChecks.http("/").method(HttpCheck.Method.OPTIONS),
                        "HTTP/1.1 204 No Content\r\nAllow: GET\r\n\r\n"));
    }

    @Test
    void namesAnIpv6AddressInBracketsAndWithoutItsScope() throws Exception {
        try (TcpServer server = TcpServer.start(HttpScript.answer(OK), new InetSocketAddress("::1", 0))) {
            int port = server.address().getPort();
            assertEquals(
                    Verdict.SUCCESS, live.verdict(GET, new CheckTarget("::1%lo", port), PATIENCE, live.connector()));
            server.awaitEnd(1, End.FIN, PATIENCE);
            String text = server.connections().get(0).receivedText();
            assertEquals("Host: [::1]:" + port, text.split("\r\n")[1]);
        }
    }

    @Test
    void asksAServerByItsName() throws Exception {
        try (TcpServer server = TcpServer.start(HttpScript.answer(OK))) {
            int port = server.address().getPort();
            CheckTarget target = new CheckTarget("127.0.0.1", port, "www.example.org.");
            assertEquals(Verdict.SUCCESS, live.verdict(GET, target, PATIENCE, live.connector()));
            server.awaitEnd(1, End.FIN, PATIENCE);
            String text = server.connections().get(0).receivedText();
            assertEquals("Host: www.example.org:" + port, text.split("\r\n")[1]);
        }
        assertTrue(GET.asksByName());
        assertFalse(GET.host("other.example.org").asksByName());
    }

    // ---- statuses ----

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 206, 299, 301, 302, 401})
    void isWell(int status) throws Exception {
        assertEquals(Verdict.SUCCESS, verdict(GET, "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 307, 400, 404, 500, 503, 599, 600, 999})
    void isNotWell(int status) throws Exception {
        assertEquals(
                Verdict.failure("status " + status),
                verdict(GET, "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void ownStatusesTakeThePlaceOfThreeAndLeaveSuccess() throws Exception {
        HttpCheck check = GET.accept(404, 503);
        assertEquals(Verdict.SUCCESS, verdict(check, "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(Verdict.SUCCESS, verdict(check, "HTTP/1.1 299 x\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(Verdict.failure("status 401"), verdict(check, "HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(Verdict.failure("status 302"), verdict(GET.accept(), "HTTP/1.1 302 x\r\n\r\n"));
    }

    @Test
    void aRefusedStatusIsToldThoughTheAnswerNeverEnds() throws Exception {
        assertEquals(
                Verdict.failure("status 503"),
                verdict(GET, HttpScript.answerAndHang("HTTP/1.1 503 x\r\nContent-Length: 9\r\n\r\n")));
    }

    // ---- bodies ----

    @Test
    void findsAPatternInAnyFormOfBody() throws Exception {
        HttpCheck check = GET.bodyMatches(Pattern.compile("^re.dy$", Pattern.MULTILINE));
        assertEquals(Verdict.SUCCESS, verdict(check, OK));
        assertEquals(
                Verdict.SUCCESS,
                verdict(
                        check,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nre\r\n3;x=y\r\nady\r\n0\r\nA: b\r\n\r\n"));
        assertEquals(Verdict.SUCCESS, verdict(check, "HTTP/1.1 200 OK\r\n\r\nnot\nready"));
        assertEquals(Verdict.SUCCESS, verdict(check, "HTTP/1.0 200 OK\r\n\r\nready"));
        assertEquals(Verdict.SUCCESS, verdict(GET.bodyMatches(Pattern.compile("grün")), "HTTP/1.0 200 OK\r\n\r\ngrün"));
        assertEquals(Verdict.SUCCESS, verdict(check.post("x"), OK));
    }

    @Test
    void saysWhenTheBodyDoesNotMatch() throws Exception {
        HttpCheck check = GET.bodyMatches(Pattern.compile("^up"));
        assertEquals(Verdict.failure("body does not match"), verdict(check, OK));
        assertEquals(Verdict.failure("body does not match"), verdict(check, "HTTP/1.1 204 No Content\r\n\r\n"));
    }

    @Test
    void judgesThePatternOnSuccessOnly() throws Exception {
        HttpCheck check = GET.bodyMatches(Pattern.compile("up"));
        assertEquals(Verdict.SUCCESS, verdict(check, "HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\ndown"));
        assertEquals(Verdict.failure("status 503"), verdict(check, "HTTP/1.1 503 x\r\nContent-Length: 2\r\n\r\nup"));
    }

    @Test
    void readsSoMuchOfABodyAndNoMore() throws Exception {
        HttpCheck check = GET.bodyMatches(Pattern.compile("x")).bodyBytes(10);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n";
        assertEquals(Verdict.SUCCESS, verdict(check, head + "123456789xy"));
        assertEquals(Verdict.failure("body does not match"), verdict(check, head + "1234567890x"));
        assertEquals(Verdict.SUCCESS, verdict(GET, HttpScript.endless("HTTP/1.1 200 OK\r\n\r\n", "body")));
        assertEquals(
                Verdict.failure("body does not match"),
                verdict(check, HttpScript.endless("HTTP/1.1 200 OK\r\n\r\n", "body")));
    }

    @Test
    void givesUpAPatternThatRunsWild() throws Exception {
        HttpCheck backtracking = GET.bodyMatches(Pattern.compile("(a+)+b"));
        assertEquals(
                Verdict.failure("pattern takes too long"),
                verdict(backtracking, "HTTP/1.0 200 OK\r\n\r\n" + "a".repeat(60_000)));
        HttpCheck recursing = GET.bodyMatches(Pattern.compile("^(a|b)*c"));
        assertEquals(
                Verdict.failure("pattern takes too long"),
                verdict(recursing, "HTTP/1.0 200 OK\r\n\r\n" + "ab".repeat(30_000)));
    }

    // ---- connections ----

    @Test
    void whereNobodyListensItIsRefused() throws Exception {
        try (ReservedPort port = Ports.refused()) {
            assertEquals(Verdict.failure("connection refused"), live.verdict(GET, port.address(), PATIENCE));
        }
    }

    @Test
    void aResetIsToldAsSuch() throws Exception {
        assertEquals(
                Verdict.failure("connection reset"), verdict(GET, Behaviour.resetMidAnswer("HTTP/1.1 200 OK\r\n")));
    }

    @Test
    void aRunThatEndsInTheMiddleOfAnAnswerClosesItsSocket() throws Exception {
        try (TcpServer server = TcpServer.start(HttpScript.answerAndHang("HTTP/1.1 200 OK\r\n"))) {
            CheckTarget target = new CheckTarget("127.0.0.1", server.address().getPort());
            Run run = new Run(target, PATIENCE, live.connector(), (from, given) -> {
                throw new AssertionError(given);
            });
            run.start(GET);
            server.awaitConnections(1, PATIENCE).get(0).awaitBytesIn(10, PATIENCE);
            run.end();
            server.connections().get(0).awaitEnd(PATIENCE);
        }
    }

    /** The time is virtual, the connection is not. */
    @Test
    void anAnswerThatDripsBeyondTheTimeoutFailsAndIsCutOff() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (TcpServer server = TcpServer.start(HttpScript.answerInTwo("HTTP/1.1 200 OK\r\n", goOn, "A: b\r\n"))) {
            Fixture fixture = new Fixture(
                    Fixture.CALM,
                    (target, timeout, handler, onFailure) ->
                            live.connector().connect(server.address(), timeout, handler, onFailure));
            Heard heard = new Heard();
            HealthPolicy policy = HealthPolicy.every(Duration.ofSeconds(9)).fall(1);
            Registration watch = fixture.watch(GET, policy, heard);
            server.awaitConnections(1, PATIENCE).get(0).awaitBytesIn(10, PATIENCE);

            fixture.advance(3_999);
            goOn.countDown();
            assertEquals(List.of(), heard.all);
            fixture.advance(1);
            assertEquals(List.of("down: timeout after 4s"), heard.all);

            server.connections().get(0).awaitEnd(PATIENCE);
            fixture.cancel(watch);
            fixture.assertNothingLeft();
        }
    }
}
