package io.evenkeel.lb.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's test of a configuration is this one, and the report below it is what it prints, but for the numbers. */
class SimulationSnippetTest {

    private String report = "";

    // <snippet>
    @Test
    void nobodySeesThatAServerDies(@Seed long seed) {
        HttpService shop = VirtualService.http("shop") // or whatever makes it in your application
                .listen("127.0.0.1", 0)
                .healthCheck(
                        HealthChecks.http("/health"),
                        HealthPolicy.every(ofSeconds(2)).fall(3))
                .server("10.0.0.11", 8080)
                .server("10.0.0.12", 8080)
                .server("10.0.0.13", 8080)
                .build();

        Report seen = Simulation.of(shop)
                .seed(seed)
                .requestsPerSecond(500)
                .servers(s -> s.latency(Latency.typical(ofMillis(8), ofMillis(120))))
                .server("10.0.0.13:8080", c -> c.errorPercent(3))
                .at(ofSeconds(10), "10.0.0.12:8080", SimulatedServer::dies)
                .at(ofSeconds(40), "10.0.0.12:8080", SimulatedServer::recovers)
                .run(ofMinutes(1));

        assertEquals(seen.count(Ending.ERROR), seen.failed(), seen::toString); // those of c, and no other
        // </snippet>
        report = seen.toString();
    }

    @Test
    void theReadmeHasTheSameText() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/evenkeel/lb/simulation/SimulationSnippetTest.java"));
        String snippet = source.substring(source.indexOf("// <snippet>") + 12, source.indexOf("    // </snippet>"));
        assertEquals(oneLine(snippet + "}"), oneLine(block("```java\n")));
    }

    @Test
    void theReadmesReportIsOneOfThese() throws IOException {
        nobodySeesThatAServerDies(1);

        assertEquals(shapes(report), shapes(block("```text\n")));
    }

    /** What stands in the README behind this test's name, in the next block of a kind. */
    private static String block(String kind) throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf(kind, readme.indexOf("SimulationSnippetTest.java")) + kind.length();
        return readme.substring(begin, readme.indexOf("```", begin));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ").replace("( ", "(");
    }

    /** Lines without their numbers, and without what the bar shows. */
    private static Set<String> shapes(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\|[.xX ]*\\|", "||"))
                .map(line -> line.replaceAll("\\d[\\d.,:]*", "#").replaceAll("\\bms\\b", "s"))
                .map(line -> line.replaceAll("\\s+", " "))
                .collect(Collectors.toSet());
    }
}
