package io.evenkeel.lb.benchmarks.peers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import io.evenkeel.lb.benchmarks.peers.result.ScenarioResult;
import io.evenkeel.lb.benchmarks.peers.result.Turns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    private static ScenarioResult scenario(String name) {
        return Turns.scenario(
                name,
                List.of(
                        Goal.ratio(Figure.CPU_PER_UNIT, "haproxy", 0.85),
                        Goal.ratio(Figure.CPU_PER_UNIT, "nginx", 0.9)),
                Turns.peer("evenkeel", 16, 17, 18),
                Turns.peer("haproxy", 20, 20, 20),
                Turns.invalid("nginx"));
    }

    private static Report report(ScenarioResult... results) {
        return report(3, 1, results);
    }

    private static Report report(int rounds, int turnsPerRound, ScenarioResult... results) {
        return new Report(
                "lb-benchmarks/run peers",
                Map.of("kernel", "Linux 6"),
                Map.of("haproxy", "HAProxy version 2.6"),
                Map.of("vertx", "it is not installed"),
                List.of(results),
                Duration.ofSeconds(100),
                Duration.ofSeconds(3),
                rounds,
                turnsPerRound);
    }

    private String written(Report report) throws IOException {
        report.write(folder);
        return Files.readString(folder.resolve(Report.FILE));
    }

    @Test
    void tablesAndVerdicts() throws IOException {
        String text = written(report(scenario("http-1k")));

        assertTrue(text.contains("- http-1k CPU ≤ 0.85 of haproxy: undecided, 0.850 [0.800, 0.900]"), text);
        assertTrue(text.contains("- http-1k CPU ≤ 0.90 of nginx: not measured"), text);
        assertTrue(text.contains("nginx is invalid: 3 errors: 3 read errors"), text);
        assertTrue(text.contains("vertx: skipped, because it is not installed"), text);
        assertTrue(text.contains(" INVALID |"), text);
        assertTrue(text.contains("![http-1k cpuMicrosPerUnit](http-1k-cpuMicrosPerUnit.png)"), text);
        assertTrue(text.contains("HAProxy version 2.6") && text.contains("Linux 6"), text);
        assertFalse(text.contains("NaN"), text);
    }

    @Test
    void resultsForPrograms() throws IOException {
        report(scenario("http-1k")).write(folder);
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve(Report.RESULTS).toFile());

        JsonNode scenario = root.at("/scenarios/http-1k");
        JsonNode ours = scenario.at("/peers/evenkeel");
        assertEquals(1000, ours.get("requests").asInt());
        assertEquals(0, ours.get("errors").asInt());
        assertEquals(1000.0, ours.get("rps").asDouble());
        assertEquals(3.4, ours.get("cpuUserMicrosPerRequest").asDouble());
        assertEquals(13.6, ours.get("cpuSystemMicrosPerRequest").asDouble());
        assertEquals(100, ours.get("p50Micros").asInt());
        assertEquals(300, ours.get("p99Micros").asInt());
        assertEquals(400, ours.get("p999Micros").asInt());
        assertEquals(12.5, ours.get("rssMiB").asDouble());
        assertEquals(3, ours.get("turns").size());
        JsonNode ratio = scenario.at("/ratios/haproxy");
        assertEquals(0.85, ratio.get("median").asDouble());
        assertEquals(0.8, ratio.get("low").asDouble());
        assertEquals(0.9, ratio.get("high").asDouble());
        assertEquals(0.75, ratio.get("coverage").asDouble());
        assertTrue(scenario.at("/ratios/nginx").isMissingNode());
        assertFalse(scenario.at("/peers/nginx/valid").asBoolean());
        assertTrue(scenario.at("/peers/nginx/rps").isMissingNode());
        assertEquals("undecided", scenario.at("/verdicts/0/outcome").asText());
        assertEquals("it is not installed", root.at("/skipped/vertx").asText());
    }

    @Test
    void roundsOfSeveralTurns() throws IOException {
        ScenarioResult result = Turns.scenario(
                "http-1k",
                List.of(Goal.ratio(Figure.CPU_PER_UNIT, "haproxy", 0.85)),
                Turns.peer("evenkeel", 3, "", 10, 30, 30, 20, 20, 20),
                Turns.peer("haproxy", 3, "", 20, 30, 60, 20, 20, 20),
                Turns.peer("nginx", 3, "7 errors", 20, 30, 60, 20));
        String text = written(report(2, 3, result));
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve(Report.RESULTS).toFile());
        JsonNode peers = root.at("/scenarios/http-1k/peers");

        assertTrue(text.contains("2 rounds of 3 turns of 3 s for each peer"), text);
        assertTrue(text.contains("ratios are formed turn by turn"), text);
        assertTrue(text.contains("0.750 [0.500, 1.000] (50 %, 2 rounds)"), text);
        assertEquals(3, root.get("turnsPerRound").asInt());
        assertEquals(3, peers.at("/evenkeel/turnsPerRound").asInt());
        assertEquals(6, peers.at("/evenkeel/turns").size());
        assertEquals(4, peers.at("/nginx/turns").size());
        JsonNode ours = root.at("/scenarios/http-1k/figures/cpuMicrosPerUnit/peers/evenkeel");
        assertEquals(25, ours.get("median").asDouble());
        assertEquals(2, ours.get("rounds").asInt());
    }

    @Test
    void roundsOfOneTurn() throws IOException {
        String text = written(report(scenario("http-1k")));

        assertTrue(text.contains("3 rounds of 3 s for each peer"), text);
        assertTrue(text.contains("ratios are formed round by round."), text);
    }

    @Test
    void plotsAreDrawn() throws IOException {
        written(report(scenario("http-1k"), scenario("scale/servers=1"), scenario("scale/servers=10")));

        for (String name : List.of("http-1k-cpuMicrosPerUnit.png", "scale-servers-cpuMicrosPerUnit.png")) {
            BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
            assertTrue(image.getWidth() >= 700, name);
            assertTrue(colours(image) > 3, name);
        }
        assertFalse(Files.exists(folder.resolve("scale-servers=1-cpuMicrosPerUnit.png")));
    }

    private static long colours(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).distinct().count();
    }

    @Test
    void nothingWasValid() throws IOException {
        String text = written(report(Turns.scenario("http-1k", List.of(), Turns.invalid("nginx"))));

        assertTrue(text.contains("nginx is invalid"), text);
    }
}
