package io.evenkeel.lb.simulation;

import static io.evenkeel.lb.simulation.Services.A;
import static io.evenkeel.lb.simulation.Services.B;
import static io.evenkeel.lb.simulation.Services.http;
import static io.evenkeel.lb.simulation.Services.tcp;
import static io.evenkeel.lb.simulation.Services.tenASecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A user's own scheduler gets what it gets in a balancer. */
class SchedulersTest {

    private final List<Long> keys = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    /** Takes the server at the place of the key, and writes down what it hears. */
    private final class Recording implements Scheduler {
        private final ClientKey key;

        Recording(ClientKey key) {
            this.key = key;
        }

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public ClientKey key() {
            return key;
        }

        @Override
        public boolean heedsOutcomes() {
            return true;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            int size = context.servers().size();
            return new Picker() {
                @Override
                public int pick(PickContext pick) {
                    keys.add(pick.key());
                    int place = (int) Long.remainderUnsigned(pick.key(), size);
                    return pick.accepts(place) ? place : pick.accepts(1 - place) ? 1 - place : NONE;
                }

                @Override
                public void settled(SettleContext ended) {
                    heard.add(context.servers().get(ended.index()).id() + " " + ended.outcome() + " " + millis(ended)
                            + (ended.isServerError() ? " error" : ""));
                }
            };
        }
    }

    private static long millis(AnswerContext heard) {
        return Duration.ofNanos(heard.latencyNanos()).toMillis();
    }

    @Test
    void requestsHaveLatencies() {
        tenASecond(http().scheduler(new Recording(client -> 2)).build())
                .servers(server -> server.latency(ofMillis(40)).errorPercent(100))
                .run(ofSeconds(1));

        assertEquals(10, heard.size());
        assertEquals(Set.of(A + " COMPLETED 40 error"), Set.copyOf(heard));
    }

    @Test
    void aServerThatIsNotReachedIsHeardOf() {
        tenASecond(tcp().scheduler(new Recording(client -> 2)).build())
                .server(A, SimulatedServer::dies)
                .run(ofMillis(100));

        assertEquals(List.of(A + " " + Outcome.CONNECT_FAILED + " 0", B + " COMPLETED 0"), heard);
    }

    @Test
    void eachClientHasAKeyOfItsOwn() {
        for (ClientKey key : List.of(ClientKey.source(), ClientKey.header("X-User"))) {
            keys.clear();
            tenASecond(http().scheduler(new Recording(key)).build()).clients(5).run(ofSeconds(20));

            assertEquals(200, keys.size());
            assertEquals(5, new HashSet<>(keys).size());
        }
        assertTrue(keys.stream().allMatch(key -> key != 0));
    }
}
