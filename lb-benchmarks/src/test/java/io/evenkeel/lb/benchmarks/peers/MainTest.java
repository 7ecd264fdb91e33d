package io.evenkeel.lb.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path folder;

    /** One line, whatever is wrong. */
    private static String refusal(String... arguments) {
        return error(Main.WRONG_USE, arguments);
    }

    private static String error(int expected, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = Main.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
        String text = bytes.toString(StandardCharsets.UTF_8);

        assertEquals(expected, code, text);
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
    void beforeIsACheckout() {
        String wanted = " is not allowed; allowed: a checkout of this repository, which has examples/run";

        assertEquals("lb-benchmarks/run: before: " + folder + wanted, refusal("peers", "--before", folder.toString()));
        assertEquals(
                "lb-benchmarks/run: before: no/such/folder" + wanted, refusal("peers", "--before", "no/such/folder"));
        assertTrue(refusal("peers", "--before").contains("--before"));
        refusal("self-check", "--before", folder.toString());
    }

    @Test
    void beforeThatCannotBeBuiltIsSaid() throws IOException {
        Checkouts.create(folder, "echo mvn is not found; exit 1");

        String text = error(Main.FAILED, "peers", "--before", folder.toString());

        assertTrue(text.startsWith("lb-benchmarks/run: before: " + folder + " cannot be built: "), text);
        assertTrue(text.endsWith(" ended with 1: mvn is not found"), text);
    }

    @Test
    void namesAndNumbersAreReadBeforeAnythingIsBuilt() throws IOException {
        Checkouts.create(folder, "echo built too early; exit 1");

        assertTrue(refusal("peers", "--before", folder.toString(), "--seconds", "0")
                .startsWith("lb-benchmarks/run: seconds: 0 is"));
        assertTrue(refusal("peers", "--before", folder.toString(), "--peers", "envoy")
                .startsWith("lb-benchmarks/run: peers: envoy is"));
    }

    @Test
    void whatIsNotKnownAtAll() {
        refusal("peers", "--what");
        refusal("peers", "http-1k");
        refusal("nothing");
    }
}
