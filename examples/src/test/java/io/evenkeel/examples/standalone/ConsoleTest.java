package io.evenkeel.examples.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.status.ServerSnapshot;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands, against a real balancer whose servers nobody asks. */
class ConsoleTest {

    private Standalone standalone;

    @BeforeEach
    void start() {
        standalone = Standalone.start(Options.parse(
                "--listen tcp://127.0.0.1:0 --server 127.0.0.1:1 --server 127.0.0.1:2 --check none --threads 1"
                        .split(" ")));
    }

    @AfterEach
    void stop() {
        standalone.close();
    }

    private String answer(String line) {
        return standalone.console().answer(line);
    }

    private List<String> servers() {
        return standalone.service().snapshot().pools().get(0).servers().stream()
                .map(ServerSnapshot::id)
                .toList();
    }

    private ServerSnapshot first() {
        return standalone.service().server("127.0.0.1:1").snapshot();
    }

    @Test
    void aDrainIsInForceOnceItIsAnswered() {
        assertEquals("ok draining 127.0.0.1:1 for 30s", answer("drain 127.0.0.1:1 30s"));
        assertEquals("draining", first().admin().toString());
        assertEquals("ok enabled 127.0.0.1:1", answer("  enable   127.0.0.1:1 ".strip()));
        assertEquals("enabled", first().admin().toString());
    }

    @Test
    void disableAndWeight() {
        assertEquals("ok disabled 127.0.0.1:1", answer("disable 127.0.0.1:1"));
        assertEquals("disabled", first().admin().toString());
        assertEquals("ok weight of 127.0.0.1:1 is 7", answer("weight 127.0.0.1:1 7"));
        assertEquals(7, first().weight());
    }

    @Test
    void serversComeAndGo() {
        assertEquals("ok added 127.0.0.1:3", answer("add 127.0.0.1:3,weight=5"));
        assertEquals(List.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"), servers());
        assertEquals(5, standalone.service().server("127.0.0.1:3").snapshot().weight());
        assertEquals("ok removed 127.0.0.1:1", answer("remove 127.0.0.1:1"));
        assertEquals("ok added 127.0.0.4", answer("add 127.0.0.4"));
        assertEquals(List.of("127.0.0.1:2", "127.0.0.1:3", "127.0.0.4"), servers());
    }

    @Test
    void statusHasALineForEachServer() {
        assertEquals(
                List.of(
                        "127.0.0.1:1 unchecked enabled weight=100 in-flight=0 connections=0 requests=0 failures=0",
                        "127.0.0.1:2 unchecked enabled weight=100 in-flight=0 connections=0 requests=0 failures=0"),
                answer("status").lines().toList());
        answer("remove 127.0.0.1:1");
        answer("remove 127.0.0.1:2");
        assertEquals("no servers", answer("status"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "drain                    | drain ID TIME",
                "drain 127.0.0.1:1        | drain ID TIME",
                "drain 127.0.0.1:1 30     | drain time: 30 is not allowed",
                "drain 127.0.0.1:1 999h   | drain time: ",
                "drain 127.0.0.1:9 30s    | 127.0.0.1:9",
                "drain 127.0.0.1:1 30s x  | drain ID TIME",
                "disable 127.0.0.1:9      | 127.0.0.1:9",
                "enable 127.0.0.1         | 127.0.0.1",
                "weight 127.0.0.1:1 -1    | server weight: -1 is not allowed; allowed: 0 to 65535",
                "weight 127.0.0.1:1 70000 | server weight: 70000 is not allowed; allowed: 0 to 65535",
                "weight 127.0.0.1:1 heavy | server weight: heavy is not allowed",
                "add 127.0.0.1:1          | 127.0.0.1:1",
                "add 127.0.0.1:70000      | server port: 70000 is not allowed; allowed: 1 to 65535",
                "remove 127.0.0.1:9       | 127.0.0.1:9",
                "dance                    | command: dance is not allowed",
            })
    void whatIsWrongGetsOneLineAndChangesNothing(String line, String expected) {
        String before = answer("status");
        String answer = answer(line);
        assertTrue(answer.startsWith("error: ") && answer.contains(expected), answer);
        assertEquals(1, answer.lines().count());
        assertEquals(before, answer("status"));
    }

    @Test
    void eachLineOfTheInputGetsOneLineOfOutput() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String input = "disable 127.0.0.1:1\n\n   \nnonsense\r\nenable 127.0.0.1:1\nweight 127.0.0.1:2 3";
        standalone
                .console()
                .run(new BufferedReader(new StringReader(input)), new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(4, answers.size(), answers.toString());
        assertEquals("ok disabled 127.0.0.1:1", answers.get(0));
        assertTrue(answers.get(1).startsWith("error: command: nonsense"), answers.get(1));
        assertEquals("ok enabled 127.0.0.1:1", answers.get(2));
        assertEquals("ok weight of 127.0.0.1:2 is 3", answers.get(3));
    }

    @Test
    void helpNamesEveryCommand() {
        List<String> commands =
                answer("help").lines().map(line -> line.split(" ")[0]).toList();
        assertEquals(List.of("drain", "disable", "enable", "weight", "add", "remove", "status", "help"), commands);
    }
}
