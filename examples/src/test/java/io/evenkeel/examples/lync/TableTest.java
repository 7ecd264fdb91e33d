package io.evenkeel.examples.lync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is drawn of a real pool with a drained Front End. */
@EnabledOnOs(OS.LINUX)
class TableTest {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[\\d+m");

    private final Loopback loopback = new Loopback();
    private LyncPool pool;
    private LoadBalancerSnapshot snapshot;

    @BeforeEach
    void start() throws InterruptedException {
        pool = LyncPool.start(
                new LyncServices(loopback.vip(), loopback.frontEnds(), Ports.moved()).all(),
                loopback.frontEnds(),
                new LoadBalancerObserver() {});
        pool.balancer().await(pool.balancer().firstVerdicts());
        pool.drain(pool.frontEnd(2), Duration.ofHours(1));
        snapshot = pool.balancer().snapshot();
    }

    @AfterEach
    void stop() {
        pool.close();
    }

    private List<String> draw(boolean colours, int rows, int columns) {
        Instant since = Instant.parse("2010-11-17T10:11:12Z");
        return new Table(colours, ZoneOffset.UTC, (service, server) -> since).lines(snapshot, rows, columns);
    }

    @Test
    void serversAreUnderTheirServiceWhereThereIsRoom() {
        List<String> lines = draw(false, 100, 120);
        assertEquals(1 + 3 * 16, lines.size());
        int dcom = lines.indexOf("dcom           10135       up");
        assertTrue(lines.get(dcom + 1).startsWith("  " + loopback.frontEnds().get(0) + " "), lines.get(dcom + 1));
        assertTrue(lines.get(dcom + 1).endsWith("up                  since 10:11:12"), lines.get(dcom + 1));
        assertTrue(lines.get(dcom + 2).endsWith("draining            since 10:11:12"), lines.get(dcom + 2));
    }

    @Test
    void serversAreBesideTheirServiceWhereThereIsNot() {
        List<String> lines = draw(false, 20, 80);
        assertEquals(1 + 16, lines.size());
        assertTrue(lines.contains("dcom           10135       up       up 10:11:12           draining 10:11:12"));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("cac-policy") && line.contains(" 10:11:12 refused ")));
    }

    @Test
    void noLineIsLongerAndNoMoreAreDrawnThanFit() {
        for (int columns : List.of(5, 40, 80, 81, 200)) {
            for (int rows : List.of(1, 5, 16, 46)) {
                List<String> lines = draw(true, rows, columns);
                assertTrue(lines.size() <= rows, lines.toString());
                assertTrue(lines.stream()
                        .map(line -> COLOUR.matcher(line).replaceAll(""))
                        .allMatch(line -> line.length() <= columns || line.startsWith("... ")));
            }
        }
    }

    @Test
    void coloursOnlyWhereTheyAreKnown() {
        assertTrue(draw(true, 100, 120).stream().anyMatch(line -> line.contains("\u001b[32mup ")));
        assertTrue(draw(false, 100, 120).stream().noneMatch(line -> line.contains("\u001b")));
    }
}
