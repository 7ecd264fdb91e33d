package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.Refusals;
import io.evenkeel.lb.status.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The clients that were turned away, by reason. */
class RefusalsTest {

    private final EngineRig rig = new EngineRig();

    @Test
    void theyAreCountedByReasonAndShownInTheSnapshot() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        Refusals refusals = rig.engine.service("web").refusals();
        refusals.count(Refusal.ACCESS, "10.9.9.9");
        refusals.count(Refusal.CLIENT_RATE, null);
        refusals.count(Refusal.CLIENT_RATE, null);

        Map<Refusal, Long> seen = rig.handle("web").snapshot().refused();
        assertEquals(Refusal.values().length, seen.size(), "every reason, also those above none");
        assertEquals(1, seen.get(Refusal.ACCESS));
        assertEquals(2, seen.get(Refusal.CLIENT_RATE));
        assertEquals(0, seen.get(Refusal.NO_SERVER));
        assertThrows(UnsupportedOperationException.class, () -> seen.put(Refusal.ACCESS, 0L));
    }

    @Test
    void theyOutliveAReplacement() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.engine.service("web").refusals().count(Refusal.ACCESS, null);
        rig.reconfigure(EngineRig.unchecked("web").server("10.0.0.2", 80).build());
        assertEquals(1, rig.handle("web").snapshot().refused().get(Refusal.ACCESS));
    }

    @Test
    void noneIsLostWhereManyCount() throws InterruptedException {
        Refusals refusals = new Refusals("web", rig.time);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < 10_000; j++) {
                    refusals.count(Refusal.SERVICE_RATE, null);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(40_000, refusals.counts().get(Refusal.SERVICE_RATE));
    }

    @Test
    void reasonsAreWrittenInKebabCase() {
        assertEquals("client-table", Refusal.CLIENT_TABLE.toString());
        assertTrue(List.of(Refusal.values()).stream()
                .allMatch(reason -> reason.toString().matches("[a-z]+(-[a-z]+)?")));
    }
}
