package io.evenkeel.lb.benchmarks.peers.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetupTest {

    private final Setup setup = Setup.of(Traffic.HTTP, 20000, 20001);

    @Test
    void changesOneThingAtATime() {
        Setup other = setup.serving(List.of(20005, 20006), List.of("127.1.0.1:20001"))
                .withHeapTouched()
                .unchecked()
                .controlledAt(20007);

        assertEquals(
                new Setup(
                        Traffic.HTTP,
                        List.of(20005, 20006),
                        List.of("127.1.0.1:20001"),
                        Setup.HEAP_MIB,
                        true,
                        false,
                        20007),
                other);
        assertEquals(20005, other.port());
    }

    @Test
    void touchesTheHeapOnlyWhenTold() {
        assertEquals(List.of("-Xms256m", "-Xmx256m"), setup.heapOptions());
        assertEquals(
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                setup.withHeapTouched().heapOptions());
    }

    @Test
    void haproxyTakesCommandsWhereAPortIsGiven() {
        HaProxy haproxy = new HaProxy("haproxy", false);

        assertFalse(haproxy.configuration(setup).contains("stats socket"));
        assertTrue(haproxy.configuration(setup.controlledAt(20007))
                .contains("\n  stats socket ipv4@127.0.0.1:20007 level admin\ndefaults\n"));
    }
}
