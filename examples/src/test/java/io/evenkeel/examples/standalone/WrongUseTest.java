package io.evenkeel.examples.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong gets one line on standard error, an exit code, and leaves nothing behind. */
class WrongUseTest {

    private static final String LISTEN = "--listen tcp://127.0.0.1:0 ";
    private static final String GOOD = LISTEN + "--server 127.0.0.1:9 ";

    private record Result(int exitCode, String out, String err) {}

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--nonsense                       | --nonsense",
                "--cert a.pem                     | --cert",
                "word                             | word",
                "--rise                           | --rise",
                "--rise 1 --rise 2                | --rise",
                "--rise 0                         | check rise: 0 is not allowed; allowed: 1 to 100",
                "--rise two                       | check rise: two is not allowed",
                "--rise 99999999999               | check rise: 99999999999 is not allowed",
                "--fall 101                       | check fall: 101 is not allowed; allowed: 1 to 100",
                "--threads 0                      | threads: 0 is not allowed; allowed: 1 to 1024",
                "--threads -1                     | threads: -1 is not allowed; allowed: 1 to 1024",
                "--transport select               | transport: select is not allowed; allowed: auto, epoll, kqueue, nio",
                "--scheduler random               | scheduler: random is not allowed; allowed: round-robin, weighted",
                "--persistence cookie:SID         | persistence: cookie:SID is not allowed; allowed: none or source with tcp://",
                "--persistence lync-cookie        | persistence: lync-cookie is not allowed; allowed: none or source with",
                "--persistence header:X-User      | persistence: header:X-User is not allowed; allowed: none or source with",
                "--persistence passive-cookie:S   | persistence: passive-cookie:S is not allowed; allowed: none or source",
                "--persistence ip                 | persistence: ip is not available yet; available: none, source[",
                "--persistence cookie:a=b         | persistence cookie: \"a=b\" is not allowed",
                "--persistence cookie:            | persistence cookie: \"\" is not allowed",
                "--persistence cookie,timeout=1m  | persistence cookie: \"timeout=1m\" is not allowed; allowed: no addition",
                "--persistence lync-cookie:SID    | persistence: lync-cookie:SID is not available yet",
                "--persistence header             | persistence: header is not allowed; allowed: header:NAME",
                "--persistence header:a:b         | persistence header: \"a:b\" is not allowed",
                "--persistence header:A,timeout=1 | persistence timeout: 1 is not allowed; allowed: a whole number",
                "--persistence header:A,path=/    | persistence header: \"path=/\" is not allowed; allowed: timeout=TIME",
                "--cookie-key-file /etc/hosts     | cookie key file: /etc/hosts is not allowed; allowed: beside --persis",
                "--persistence cookie --cookie-key-file /no/such  | cookie key file: /no/such is not allowed; allowed: a file",
                "--persistence none/24            | persistence: none/24 is not available yet",
                "--persistence none,timeout=1m    | persistence none: \"timeout=1m\" is not allowed; allowed: no addition",
                "--persistence source/33          | persistence prefix: 33 is not allowed; allowed: 1 to 32",
                "--persistence source/            | persistence prefix:  is not allowed; allowed: a whole number",
                "--persistence source,prefix6=129 | persistence prefix6: 129 is not allowed; allowed: 1 to 128",
                "--persistence source,timeout=1ms | persistence timeout: 1ms is not allowed; allowed: 1s to",
                "--persistence source,timeout=20  | persistence timeout: 20 is not allowed; allowed: a whole number",
                "--persistence source,prefix=24   | persistence source: \"prefix=24\" is not allowed; allowed: prefix6=N, ti",
                "--persistence source/24,prefix6=1,prefix6=1 | persistence source: \"prefix6=1\" is not allowed",
                "--slow-start 2h                  | slow start: 7200s is not allowed; allowed: 0s to 3600s",
                "--slow-start fast                | slow start: fast is not allowed; allowed: a whole number with",
                "--sorry 127.0.0.1                | sorry server: 127.0.0.1 is not allowed; allowed: host:port",
                "--sorry 127.0.0.1:0              | server port: 0 is not allowed; allowed: 1 to 65535",
                "--max-waiting -1                 | waiting clients: -1 is not allowed; allowed: 0 to 1000000",
                "--max-waiting 5 --wait 1ms       | waiting time: 1ms is not allowed; allowed: 10ms to 3600s",
                "--wait 5s                        | waiting time: 5s is not allowed; allowed: beside --max-waiting only",
                "--minimum-servers 0              | minimum servers: 0 is not allowed; allowed: 1 to 10000",
                "--overflow-below 0               | overflow below: 0 is not allowed; allowed: 1 to 10000",
                "--panic-below 101                | panic below percent: 101 is not allowed; allowed: 0 to 100",
                "--panic-below 50%                | panic below percent: 50% is not allowed; allowed: a whole number",
                "--eject-after 0                  | ejection failures: 0 is not allowed; allowed: 1 to 1000000",
                "--check ldap                     | check: ldap is not available yet; available: none, tcp[,port=N], http:/PATH",
                "--check http                     | check: http is not allowed; allowed: http:/path",
                "--check http:                    | HTTP check path: \"\" is not allowed; allowed: 1 to 1024 visible",
                "--check http:health              | HTTP check path: \"health\" is not allowed",
                "--check http://127.0.0.1/ü       | HTTP check path: \"//127.0.0.1/ü\" is not allowed",
                "--check http:/,port=0            | check port: 0 is not allowed; allowed: 1 to 65535",
                "--check http:/,path=/            | check http: \"path=/\" is not allowed; allowed: port=N",
                "--check tcp,port=0               | check port: 0 is not allowed; allowed: 1 to 65535",
                "--check tcp,port=x               | check port: x is not allowed",
                "--check tcp,path=/               | check tcp: \"path=/\" is not allowed; allowed: port=N",
                "--check none,port=1              | check none: \"port=1\" is not allowed",
                "--interval 5                     | check interval: 5 is not allowed",
                "--interval 1ms                   | check interval: 1ms is not allowed; allowed: 10ms to",
                "--interval 1d                    | check interval: 1d is not allowed",
                "--interval 1s --timeout 2s       | check timeout: 2s is not allowed; allowed: 1ms to 1s",
                "--idle-timeout 0s                | idle timeout: 0s is not allowed; allowed: 10ms to",
                "--max-connections -5             | max-connections: -5 is not allowed; allowed: 0 to",
                "--max-connections many           | max-connections: many is not allowed; allowed: a whole number",
                "--max-connections-per-second -1  | max-connections-per-second: -1 is not allowed; allowed: 0 to",
                "--max-client-connections -1      | max-client-connections: -1 is not allowed; allowed: 0 to",
                "--max-client-connections-per-second 2000000 | max-client-connections-per-second: 2000000 is not",
                "--allow example.org              | access network: \"example.org\" is not allowed; allowed: an IPv4",
                "--allow 10.9.1.0/16              | access network: \"10.9.1.0/16\" is not allowed; allowed: 10.9.0.0/16",
                "--deny 10.0.0.0/33               | access network: \"10.0.0.0/33\" is not allowed; allowed: a prefix",
                "--allow ::1 --deny ::1           | access network: ::1/128 is not allowed; allowed: a network that is",
                "--status 0.0.0.0:0               | status: 0.0.0.0:0 is not allowed; allowed: a loopback address",
                "--status 127.0.0.1               | status: 127.0.0.1 is not allowed; allowed: host:port",
                "--server 127.0.0.1:70000         | server port: 70000 is not allowed; allowed: 1 to 65535",
                "--server 127.0.0.1:0             | server port: 0 is not allowed; allowed: 1 to 65535",
                "--server 127.0.0.1:              | server: 127.0.0.1: is not allowed",
                "--server 127.0.0.1:http          | server: 127.0.0.1:http is not allowed",
                "--server 127.0.0.1:8000-8010     | server: 127.0.0.1:8000-8010 is not allowed; allowed: a port of",
                "--server :80                     | server host: \"\" is not allowed",
                "--server [::1                    | server: [::1 is not allowed; allowed: [v6] or [v6]:port",
                "--server exa_mple.org:80         | server host: \"exa_mple.org\" is not allowed",
                "--server 256.0.0.1:80            | server host: \"256.0.0.1\" is not allowed; allowed: four numbers",
                "--server https://127.0.0.1:80    | server: https:// is not available yet",
                "--server 127.0.0.1:9             | server: 127.0.0.1:9 is not allowed; allowed: each server once",
                "--server 127.0.0.1               | check port: 0 for server 127.0.0.1",
                "--server 127.0.0.1:1,weight=-1   | server weight: -1 is not allowed; allowed: 0 to 65535",
                "--server 127.0.0.1:1,weight=x    | server weight: x is not allowed; allowed: a whole number",
                "--server 127.0.0.1:1,weight      | server: \"weight\" is not allowed; allowed: weight=N",
                "--server 127.0.0.1:1,colour=1    | server: \"colour=1\" is not allowed",
                "--server 127.0.0.1:1,            | server: \"\" is not allowed",
                "--server 127.0.0.1:1,weight=1,weight=2   | server: \"weight=2\" is not allowed",
                "--server 127.0.0.1:1,priority=70000      | server priority: 70000 is not allowed; allowed: 0 to 65535",
                "--server 127.0.0.1:1,max-connections=-1  | server max-connections: -1 is not allowed; allowed: 0 to",
                "--listen 127.0.0.1:0             | listen: 127.0.0.1:0 is not allowed; allowed: tcp://host:port",
                "--listen tcp://127.0.0.1         | listen: 127.0.0.1 is not allowed; allowed: host:port",
                "--listen tcp://127.0.0.1:70000   | listen port: 70000 is not allowed; allowed: 0 to 65535",
                "--listen tcp://127.0.0.1:90-80   | last listen port: 80 is not allowed; allowed: 90 to 599",
                "--listen tcp://127.0.0.1:0-80    | listen port: 0 is not allowed; allowed: 1 to 65535",
                "--listen tcp://127.0.0.1:80-600  | last listen port: 600 is not allowed; allowed: 80 to 589",
                "--listen tcp://127.0.0.1:80-     | listen: 127.0.0.1:80- is not allowed; allowed: a port of",
                "--listen tcp://127.0.0.1:7-9 --listen tcp://127.0.0.1:9 | listen: 127.0.0.1:9 is not allowed",
                "--listen tcp://127.0.0.1:80-589 --listen tcp://127.0.0.1:8 | listen ports of standalone: 512 is not",
                "--listen tcp://localhost.:80     | listen host: \"localhost.\" is not allowed",
                "--listen tcp://example.org:80    | listen host: \"example.org\" is not allowed",
                "--listen udp://127.0.0.1:53      | listen: udp:// is not available yet; available: tcp://",
                "--listen https://127.0.0.1:443   | listen: https:// is not available yet; available: tcp://, http://",
                "--listen http://127.0.0.1:0      | listen: tcp:// beside http:// is not allowed; allowed: one kind",
                "--listen http:127.0.0.1:80       | listen: http:127.0.0.1:80 is not allowed; allowed: tcp://",
                "--listen ftp://127.0.0.1:21      | listen: ftp://127.0.0.1:21 is not allowed; allowed: tcp://",
                "--listen tcp://127.0.0.1:7 --listen tcp://0.0.0.0:7 | listen: 0.0.0.0:7 is not allowed",
            })
    void oneLineThatNamesSettingValueAndRange(String flags, String expected) throws Exception {
        Result result = run((GOOD + flags).split(" +"));
        assertRefused(2, expected, result);
    }

    @Test
    void httpIsJudgedAsStrictly() throws Exception {
        String good = "--listen http://127.0.0.1:0 --server 127.0.0.1:9 ";
        assertRefused(2, "listen: 127.0.0.1 is not allowed", run((good + "--listen http://127.0.0.1").split(" ")));
        assertRefused(2, "keep-alive timeout: 1ms is not", run((good + "--idle-timeout 1ms").split(" ")));
        assertRefused(2, "cookie key file: x is", run((good + "--cookie-key-file x --persistence source").split(" ")));
        assertRefused(2, "last listen port: 80", run((good + "--listen http://127.0.0.1:90-80").split(" ")));
    }

    @Test
    void noFlagsAtAll() throws Exception {
        assertRefused(2, "listen", run());
    }

    @Test
    void noServer() throws Exception {
        assertRefused(2, "servers: 0 is not allowed; allowed: 1 to", run(LISTEN.split(" ")));
    }

    @Test
    void anArgumentWithLineBreaksStillGetsOneLine() throws Exception {
        assertRefused(2, "two", run("--listen", "tcp://127.0.0.1:0\r\n\ntwo"));
    }

    @Test
    void anAddressInUseIsNotTheFlagsFault() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + busy.getLocalPort();
            assertRefused(1, address, run(("--server 127.0.0.1:9 --listen tcp://" + address).split(" ")));
            assertRefused(1, "status: " + address, run((GOOD + "--status " + address).split(" ")));
        }
    }

    @Test
    void helpNamesEveryFlagAndCommand() throws Exception {
        Result result = run("--help");
        assertEquals(0, result.exitCode());
        assertEquals("", result.err());
        for (String word : List.of(
                "--listen",
                "--server",
                "--scheduler",
                "--persistence",
                "--cookie-key-file",
                "http://",
                "--idle-timeout",
                "--threads",
                "--transport",
                "--status",
                "--check",
                "--interval",
                "--timeout",
                "--rise",
                "--fall",
                "--slow-start",
                "--sorry",
                "--max-waiting",
                "--wait",
                "--minimum-servers",
                "--overflow-below",
                "--panic-below",
                "--eject-after",
                "--max-connections",
                "--max-connections-per-second",
                "--max-client-connections",
                "--max-client-connections-per-second",
                "--allow",
                "--deny",
                "drain",
                "remove")) {
            assertTrue(result.out().contains(word), word);
        }
    }

    private static void assertRefused(int exitCode, String expected, Result result) throws InterruptedException {
        assertEquals(exitCode, result.exitCode(), result.err());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("standalone: ") && result.err().contains(expected), result.err());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("evenkeel")) {
                thread.join(10_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }

    private static Result run(String... args) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Standalone.run(
                Arrays.stream(args).filter(arg -> !arg.isEmpty()).toArray(String[]::new),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
