package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {

    /** One line, whatever is wrong. */
    private static String refusal(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
        String text = bytes.toString(StandardCharsets.UTF_8);

        assertEquals(Main.WRONG_USE, code, text);
        assertEquals(1, text.lines().count(), text);
        return text.strip();
    }

    @Test
    void anUnknownScenarioListsThoseThatAreKnown() {
        String text = refusal("peers", "--scenario", "http-1k", "http-2k");

        assertTrue(
                text.startsWith("lb-benchmarks/run: scenario: http-2k is not allowed; allowed: http-1k, http-64k, "),
                text);
    }

    @Test
    void anUnknownPeerListsThoseThatAreKnown() {
        String text = refusal("peers", "--peers", "haproxy,envoy");

        assertTrue(text.startsWith("lb-benchmarks/run: peers: envoy is not allowed; allowed: evenkeel, "), text);
        assertTrue(text.contains("haproxy-splice"), text);
    }

    @Test
    void numbersHaveARange() {
        assertEquals(
                "lb-benchmarks/run: seconds: 0 is not allowed; allowed: 1 to 600", refusal("peers", "--seconds", "0"));
        assertEquals(
                "lb-benchmarks/run: rounds: 100 is not allowed; allowed: 1 to 99",
                refusal("self-check", "--rounds", "100"));
        assertTrue(refusal("peers", "--rounds", "many").contains("'many' is not an int"));
    }

    @Test
    void whatIsNotKnownAtAll() {
        refusal("peers", "--what");
        refusal("peers", "http-1k");
        refusal("nothing");
    }
}
