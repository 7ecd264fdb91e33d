package io.evenkeel.examples.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.Listener;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.persist.Persistence;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags make of the library's builders. */
class OptionsTest {

    private static final String GOOD = "--listen tcp://127.0.0.1:0 --server 127.0.0.1:9 ";

    private static final String GOOD_HTTP = "--listen http://127.0.0.1:0 --server 127.0.0.1:9 ";

    @TempDir
    Path folder;

    private static TcpService service(String flags) {
        return (TcpService) Options.parse(flags.split(" +")).service();
    }

    private static HttpService http(String flags) {
        return (HttpService) Options.parse(flags.split(" +")).service();
    }

    @Test
    void whatIsNotGivenKeepsTheLibrarysDefault() {
        TcpService service = service(GOOD);
        assertEquals("standalone", service.name());
        assertEquals("round-robin", service.pool().scheduler().name());
        assertEquals(Optional.of(HealthChecks.tcp()), service.pool().healthCheck());
        assertEquals(HealthPolicy.DEFAULT, service.pool().healthPolicy());
        assertEquals(ConnectionLimits.NONE, service.limits());
        assertEquals(AccessList.ALL, service.access());
        assertEquals(Persistence.none(), service.persistence());
        assertSame(Availability.DEFAULT, service.pool().availability());
        assertEquals(TcpTimeouts.DEFAULT.idle(), service.timeouts().idle());
        assertNull(Options.parse(GOOD.split(" ")).statusAddress());
    }

    @Test
    void listenersAndServersRepeat() {
        TcpService service = service(
                "--listen tcp://127.0.0.1:8080 --listen tcp://[::1]:8080 --listen tcp://localhost:0"
                        + " --server 127.0.0.1:1,weight=0,priority=2,max-connections=3 --server [::1]:2 --server=127.0.0.2:3");
        assertEquals(
                List.of(Listener.at("127.0.0.1", 8080), Listener.at("::1", 8080), Listener.at("localhost", 0)),
                service.listeners());
        assertEquals(
                List.of(
                        RealServer.at("127.0.0.1", 1).weight(0).priority(2).maxConnections(3),
                        RealServer.at("::1", 2),
                        RealServer.at("127.0.0.2", 3)),
                service.pool().servers());
    }

    @Test
    void listenersMayBeRanges() {
        TcpService service = service("--listen tcp://127.0.0.1:5070-5073 --listen tcp://[::1]:5070-5070"
                + " --listen tcp://localhost:80 --server 127.0.0.1:1");
        assertEquals(
                List.of(
                        Listener.range("127.0.0.1", 5070, 5073),
                        Listener.at("::1", 5070),
                        Listener.at("localhost", 80)),
                service.listeners());
    }

    @Test
    void whatIsNotGivenKeepsTheDefaultOfHttpToo() {
        HttpService service = http(GOOD_HTTP);
        assertEquals("standalone", service.name());
        assertEquals("round-robin", service.pool().scheduler().name());
        assertEquals(Optional.of(HealthChecks.tcp()), service.pool().healthCheck());
        assertEquals(Persistence.none(), service.persistence());
        assertEquals(HttpTimeouts.DEFAULT, service.timeouts());
        assertEquals(ForwardedHeaders.DEFAULT, service.forwarding());
        assertEquals(1, service.pools().size());
    }

    @Test
    void httpTakesTheSameFlags() {
        HttpService service =
                http("--listen http://127.0.0.1:80-83 --listen http://[::1]:0 --server 127.0.0.1:9,weight=7"
                        + " --check http:/health,port=81 --interval 500ms --timeout 300ms --max-client-connections 9"
                        + " --deny 10.0.0.0/8 --scheduler least-connections --slow-start 30s --idle-timeout 5s");
        assertEquals(List.of(Listener.range("127.0.0.1", 80, 83), Listener.at("::1", 0)), service.listeners());
        assertEquals(
                List.of(RealServer.at("127.0.0.1", 9).weight(7)), service.pool().servers());
        assertEquals(Optional.of(HealthChecks.http("/health")), service.pool().healthCheck());
        assertEquals(
                HealthPolicy.every(Duration.ofMillis(500))
                        .timeout(Duration.ofMillis(300))
                        .port(81),
                service.pool().healthPolicy());
        assertEquals(ConnectionLimits.NONE.clientConnections(9), service.limits());
        assertEquals(AccessList.ALL.deny(List.of("10.0.0.0/8")), service.access());
        assertEquals("least-connections", service.pool().scheduler().name());
        assertEquals(Duration.ofSeconds(30), service.pool().availability().slowStart());
        assertEquals(HttpTimeouts.DEFAULT.keepAlive(Duration.ofSeconds(5)), service.timeouts());
    }

    static List<Arguments> persistenceOfRequests() {
        return List.of(
                arguments("none", Persistence.none()),
                arguments(
                        "source/24,timeout=5m", Persistence.source().prefix(24).timeout(Duration.ofMinutes(5))),
                arguments("cookie", Persistence.cookie("EKID")),
                arguments("cookie:SID", Persistence.cookie("SID")),
                arguments("lync-cookie", Persistence.lyncCookie()),
                arguments("passive-cookie:JSESSIONID", Persistence.passiveCookie("JSESSIONID")),
                arguments(
                        "passive-cookie:S,timeout=1h",
                        Persistence.passiveCookie("S").timeout(Duration.ofHours(1))),
                arguments("header:X-User", Persistence.header("X-User")),
                arguments(
                        "header:X-User,timeout=2s", Persistence.header("X-User").timeout(Duration.ofSeconds(2))));
    }

    @ParameterizedTest
    @MethodSource
    void persistenceOfRequests(String spec, Persistence expected) {
        assertEquals(expected, http(GOOD_HTTP + "--persistence " + spec).persistence());
    }

    @Test
    void theCookiesKeyIsAFilesBytes() throws Exception {
        byte[] key = "0123456789abcdef\n".getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("key"), key);
        assertEquals(
                Persistence.cookie("SID").key(key),
                http(GOOD_HTTP + "--persistence cookie:SID --cookie-key-file " + file)
                        .persistence());
    }

    @Test
    void aKeyHasAReasonableLength() throws Exception {
        for (int length : new int[] {0, 15, 1025, 100_000}) {
            Path file = Files.write(folder.resolve("key"), new byte[length]);
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> http(GOOD_HTTP + "--persistence cookie --cookie-key-file " + file));
            assertTrue(refused.getMessage().contains("allowed: 16 to 1024"), refused.getMessage());
        }
    }

    @Test
    void networksAreAllowedAndDenied() {
        TcpService service =
                service(GOOD + "--allow 10.0.0.0/8 --deny 10.9.0.0/16 --allow 10.9.0.1 --deny 2001:db8::/32");
        assertEquals(
                AccessList.ALL.allow(List.of("10.0.0.0/8", "10.9.0.1")).deny(List.of("10.9.0.0/16", "2001:db8::/32")),
                service.access());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "::1,::1", "[::1],::1", "localhost,localhost", "db.test,db.test"})
    void aServerMayLackAPort(String text, String host) {
        TcpService service = service("--listen tcp://127.0.0.1:0 --check tcp,port=80 --server " + text);
        assertEquals(List.of(RealServer.at(host)), service.pool().servers());
        assertEquals(80, service.pool().healthPolicy().port());
    }

    @Test
    void aServerMayHaveAHostName() {
        TcpService service = service("--listen tcp://127.0.0.1:0 --server db-1.example.org:5432,weight=7");
        assertEquals(
                List.of(RealServer.at("db-1.example.org", 5432).weight(7)),
                service.pool().servers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source                             | 32 | 128 | 1200",
                "source/24                          | 24 | 128 | 1200",
                "source,prefix6=64                  | 32 | 64  | 1200",
                "source/16,timeout=5m,prefix6=56    | 16 | 56  | 300",
            })
    void persistenceBySource(String spec, int prefix, int prefix6, long seconds) {
        assertEquals(
                Persistence.source().prefix(prefix).prefix6(prefix6).timeout(Duration.ofSeconds(seconds)),
                service(GOOD + "--persistence " + spec).persistence());
    }

    @Test
    void availability() {
        Availability availability = service(GOOD + "--slow-start 30s --sorry [::1]:81 --max-waiting 5 --wait 3s"
                        + " --minimum-servers 2 --overflow-below 4 --panic-below 50 --eject-after 6")
                .pool()
                .availability();
        assertEquals(Duration.ofSeconds(30), availability.slowStart());
        assertEquals(Optional.of(RealServer.at("::1", 81)), availability.sorryServer());
        assertEquals(5, availability.maxWaiting());
        assertEquals(Duration.ofSeconds(3), availability.waitAtMost());
        assertEquals(2, availability.minimumServers());
        assertEquals(4, availability.overflowBelow());
        assertEquals(50, availability.panicBelow());
        assertEquals(6, availability.ejection().orElseThrow().failures());
    }

    @Test
    void whoWaitsDoesSoForTenSecondsUnlessToldOtherwise() {
        Availability availability = service(GOOD + "--max-waiting 5").pool().availability();
        assertEquals(Duration.ofSeconds(10), availability.waitAtMost());
    }

    @Test
    void theCheckAndItsPolicy() {
        TcpService service = service(
                GOOD + "--check tcp,port=81 --interval 1m --timeout 300ms --rise 3 --fall 4 --persistence none");
        assertEquals(
                HealthPolicy.every(Duration.ofMinutes(1))
                        .timeout(Duration.ofMillis(300))
                        .rise(3)
                        .fall(4)
                        .port(81),
                service.pool().healthPolicy());
        assertEquals(
                Optional.of(HealthCheck.none()),
                service(GOOD + "--check none").pool().healthCheck());
        TcpService http = service(GOOD + "--check http:/health?deep=1:2,port=81");
        assertEquals(
                Optional.of(HealthChecks.http("/health?deep=1:2")), http.pool().healthCheck());
        assertEquals(81, http.pool().healthPolicy().port());
    }

    @Test
    void limits() {
        TcpService service = service(GOOD + "--max-connections 7 --max-connections-per-second 8"
                + " --max-client-connections 9 --max-client-connections-per-second 10 --idle-timeout 1h --threads 3"
                + " --transport nio");
        assertEquals(
                ConnectionLimits.NONE
                        .connections(7)
                        .perSecond(8)
                        .clientConnections(9)
                        .clientPerSecond(10),
                service.limits());
        assertEquals(Duration.ofHours(1), service.timeouts().idle());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "round-robin",
                "weighted-round-robin",
                "least-connections",
                "weighted-least-connections",
                "priority"
            })
    void schedulersByTheirNames(String name) {
        assertEquals(
                name, service(GOOD + "--scheduler " + name).pool().scheduler().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.9:80", "[::1]:80", "localhost:80"})
    void theStatusIsServedOnLoopback(String address) {
        InetSocketAddress parsed = Options.parse("--status", address).statusAddress();
        assertTrue(parsed.getAddress().isLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource({"0ms,0", "500ms,500", "2s,2000", "1m,60000", "2h,7200000", "999999999h,3599999996400000"})
    void durations(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Values.duration("time", text));
    }

    @Test
    void aFileOfArgumentsIsNotRead() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> service(GOOD + "--check @/etc/hostname"));
        assertTrue(refused.getMessage().contains("@/etc/hostname"), refused.getMessage());
    }
}
