package io.evenkeel.examples.lync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ports that cannot be bound are moved, all together. */
class PortsTest {

    private static final List<Integer> SOME = List.of(443, 4443, 80);

    @Test
    void portsBelow1024AreMovedAndTheOthersNot() {
        Ports moved = Ports.moved();
        assertEquals(10_443, moved.applyAsInt(443));
        assertEquals(11_023, moved.applyAsInt(1023));
        assertEquals(1024, moved.applyAsInt(1024));
        assertEquals(443, Ports.asTheyAre().applyAsInt(443));
    }

    @Test
    void whichAreMovedIsTold() {
        assertEquals(
                "ports under 1024 are moved: 80->10080 443->10443",
                Ports.moved().describe(SOME));
        assertEquals("", Ports.asTheyAre().describe(SOME));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onePortInUseMovesAll() throws Exception {
        Loopback loopback = new Loopback();
        assertEquals(4443, Ports.tried(loopback.frontEnds(), List.of(4443)).applyAsInt(4443));
        ServerSocket busy;
        try {
            busy = new ServerSocket(443, 1, InetAddress.getByName(loopback.vip()));
        } catch (java.net.BindException e) {
            // Not ours to bind, so moved.
            assertEquals(10_080, Ports.tried(List.of(loopback.vip()), SOME).applyAsInt(80));
            return;
        }
        try (busy) {
            assertEquals(10_080, Ports.tried(List.of(loopback.vip()), SOME).applyAsInt(80));
        }
    }
}
