package io.evenkeel.examples.lync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a whole where there is no terminal: flags, commands, and what is printed. */
class LyncUseTest {

    private final Loopback loopback = new Loopback();

    private record Result(int exitCode, String out, String err) {}

    private Result run(String input, String... args) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII));
        int exitCode = new Lync(loopback.vip(), loopback.frontEnds(), new Lines(printed))
                .run(args, in, printed, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense         | --nonsense",
                "word               | word",
                "--status           | --status",
                "--status 0.0.0.0:0 | status: 0.0.0.0:0 is not allowed; allowed: a loopback address",
                "--status 127.0.0.1 | status: 127.0.0.1 is not allowed; allowed: host:port",
            })
    void aWrongFlagGetsOneLine(String flags, String expected) throws Exception {
        Result result = run("", flags.split(" "));
        assertEquals(2, result.exitCode());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("lync: ") && result.err().contains(expected), result.err());
    }

    @Test
    void helpNamesTheCommands() throws Exception {
        Result result = run("", "--help");
        assertEquals(0, result.exitCode());
        for (String word : List.of("--status", "stop 1", "start 1", "drain 1", "enable 1", "quit")) {
            assertTrue(result.out().contains(word), word);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anAddressInUseIsNotTheFlagsFault() throws Exception {
        try (ServerSocket busy = new ServerSocket(5061, 1, InetAddress.getByName(loopback.vip()))) {
            Result result = run("quit\n");
            assertEquals(1, result.exitCode());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(result.err().contains(loopback.vip() + ":" + busy.getLocalPort()), result.err());
        }
        assertEquals(0, run("quit\n").exitCode(), "nothing is left behind");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachCommandIsAnsweredByOneLineUntilItQuits() throws Exception {
        Result result = run("""
                s 1
                stop 1
                r 1
                start 1

                d 2
                drain 2 1h
                e 2
                drain 2 1
                drain 2 5s now
                stop
                stop one
                stop 3
                dance
                q
                stop 2
                """, "--status", "127.0.0.1:0");
        assertEquals(0, result.exitCode(), result.err());
        List<String> answers = result.out()
                .lines()
                .filter(line -> line.startsWith("Front End") || line.startsWith("error"))
                .toList();
        String forms = "; there are stop 1, start 1, drain 1 30s, enable 1, quit";
        assertEquals(
                List.of(
                        "Front End 1 is stopped; its clients are reset",
                        "Front End 1 is stopped already",
                        "Front End 1 is started",
                        "Front End 1 runs already",
                        "Front End 2 drains for 30s; clients that it has may come back until then",
                        "Front End 2 drains for 3600s; clients that it has may come back until then",
                        "Front End 2 gets new clients",
                        "error: drain time: 1 is not allowed; allowed: a whole number with ms, s, m or h, such as 500ms",
                        "error: no command: drain 2 5s now" + forms,
                        "error: no command: stop" + forms,
                        "error: Front End: one is not allowed; allowed: a whole number",
                        "error: Front End: 3 is not allowed; allowed: 1 to 2",
                        "error: no command: dance" + forms),
                answers);
        assertTrue(
                result.out()
                        .lines()
                        .anyMatch(line -> line.matches(
                                "[0-9:]{8}  dcom +" + loopback.frontEnds().get(1) + " +draining")),
                result.out());
    }
}
