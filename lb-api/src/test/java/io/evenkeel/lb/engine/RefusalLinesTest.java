package io.evenkeel.lb.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.status.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the log says of those who were turned away: one line now and then, and nobody is left out of its numbers. */
class RefusalLinesTest {

    private long now;

    private final Refusals refusals = new Refusals("web", new TimeSource() {
        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    });

    private String refuse(Refusal reason) {
        refusals.add(reason);
        return refusals.line(reason, new InetSocketAddress("10.9.9.9", 4711));
    }

    @Test
    void theFirstIsToldAndThoseBehindItWithTheNextLine() {
        assertEquals("client 10.9.9.9:4711 is refused: access", refuse(Refusal.ACCESS));
        assertNull(refuse(Refusal.ACCESS));
        assertNull(refuse(Refusal.CLIENT_RATE));
        assertNull(refuse(Refusal.ACCESS));
        now += Duration.ofSeconds(5).toNanos() - 1;
        assertNull(refuse(Refusal.CLIENT_RATE));
        now++;
        assertEquals(
                "client 10.9.9.9:4711 is refused: service-rate; since the last such line: access 2, service-rate 1,"
                        + " client-rate 2",
                refuse(Refusal.SERVICE_RATE));
        now += Duration.ofSeconds(5).toNanos();
        assertEquals("client 10.9.9.9:4711 is refused: access", refuse(Refusal.ACCESS));
    }

    @Test
    void anUnknownAddressIsSaidToBeUnknown() {
        assertEquals("client of unknown address is refused: access", refusals.line(Refusal.ACCESS, null));
    }
}
