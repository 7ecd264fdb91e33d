package io.evenkeel.lb.netty.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What each client may have, and that the table forgets those who may have everything. */
class ClientTableTest {

    private static final ConnectionLimits TWO = ConnectionLimits.NONE.clientConnections(2);
    private static final ConnectionLimits TWO_PER_SECOND = ConnectionLimits.NONE.clientPerSecond(2);

    private final VirtualTime time = VirtualTime.startingAt(Long.MAX_VALUE - 100, Instant.EPOCH);
    private final ClientTable table = new ClientTable(time);

    private static AffinityKey key(long client) {
        return new AffinityKey(0, client);
    }

    private Ticket enter(long client, ConnectionLimits limits) {
        return table.enter(key(client), limits);
    }

    private Refusal refusal(long client, ConnectionLimits limits) {
        return enter(client, limits).refusal();
    }

    @Test
    void aClientHasSoManyConnectionsAtATime() {
        Ticket first = enter(1, TWO);
        assertNull(first.refusal());
        assertNull(refusal(1, TWO));
        assertEquals(Refusal.CLIENT_CONNECTIONS, refusal(1, TWO));
        assertNull(refusal(2, TWO), "another client");
        first.leave();
        assertNull(refusal(1, TWO));
        assertEquals(Refusal.CLIENT_CONNECTIONS, refusal(1, TWO));
    }

    @Test
    void aClientMakesSoManyConnectionsPerSecond() {
        assertNull(refusal(1, TWO_PER_SECOND));
        assertNull(refusal(1, TWO_PER_SECOND));
        assertEquals(Refusal.CLIENT_RATE, refusal(1, TWO_PER_SECOND));
        time.advance(Duration.ofMillis(500));
        assertNull(refusal(1, TWO_PER_SECOND));
        assertEquals(Refusal.CLIENT_RATE, refusal(1, TWO_PER_SECOND));
        assertNull(refusal(2, TWO_PER_SECOND), "another client");
    }

    @Test
    void aRateIsRememberedAfterTheLastConnectionHasEnded() {
        enter(1, TWO_PER_SECOND).leave();
        enter(1, TWO_PER_SECOND).leave();
        assertEquals(Refusal.CLIENT_RATE, refusal(1, TWO_PER_SECOND));
    }

    @Test
    void whoLeavesIsForgottenAtOnceWithoutARate() {
        Ticket one = enter(1, TWO);
        Ticket two = enter(1, TWO);
        one.leave();
        assertEquals(1, table.size());
        two.leave();
        assertEquals(0, table.size());
    }

    @Test
    void whoLeavesIsForgottenAfterASecondWithARate() {
        for (int i = 0; i < 10; i++) {
            enter(i, TWO_PER_SECOND).leave();
        }
        assertEquals(10, table.size());
        time.advance(Duration.ofSeconds(1));
        Ticket next = enter(99, TWO_PER_SECOND);
        assertEquals(1, table.size());
        time.advance(Duration.ofSeconds(1));
        next.leave();
        assertEquals(0, table.size(), "its bucket was full again when it left");
    }

    @Test
    void aFullTableRefusesNewClientsAndNoOthers() {
        ConnectionLimits limits = TWO.maxClients(3);
        Ticket first = enter(1, limits);
        enter(2, limits);
        enter(3, limits);
        assertEquals(Refusal.CLIENT_TABLE, refusal(4, limits));
        assertNull(refusal(3, limits));
        first.leave();
        assertNull(refusal(4, limits));
        assertEquals(Refusal.CLIENT_TABLE, refusal(1, limits));
        assertEquals(3, table.size());
    }

    @Test
    void aFullTableMakesRoomOfClientsThatAreGone() {
        ConnectionLimits limits = TWO_PER_SECOND.maxClients(3);
        for (int i = 0; i < 3; i++) {
            enter(i, limits).leave();
        }
        assertEquals(Refusal.CLIENT_TABLE, refusal(4, limits), "their rates are still needed");
        time.advance(Duration.ofSeconds(1));
        assertNull(refusal(4, limits));
        assertEquals(1, table.size());
    }

    @Test
    void whoComesBackWhileItsRateIsRememberedIsNotForgotten() {
        enter(1, TWO_PER_SECOND).leave();
        Ticket again = enter(1, TWO_PER_SECOND);
        time.advance(Duration.ofSeconds(5));
        enter(2, TWO_PER_SECOND); // looks for those who are due
        assertEquals(2, table.size());
        again.leave();
        assertEquals(1, table.size());
    }

    @Test
    void whoIsCancelledHasNotCome() {
        ConnectionLimits limits = TWO_PER_SECOND.clientConnections(1);
        for (int i = 0; i < 10; i++) {
            ((ClientTable.Client) enter(1, limits)).cancel(limits);
        }
        assertEquals(0, table.size());
        assertNull(refusal(1, limits));
    }

    @Test
    void limitsMayChangeWhileClientsAreInside() {
        Ticket first = enter(1, TWO);
        Ticket second = enter(1, TWO);
        assertEquals(Refusal.CLIENT_CONNECTIONS, refusal(1, TWO.clientConnections(1)));
        Ticket third = enter(1, TWO.clientConnections(3));
        assertNull(third.refusal());
        first.leave();
        second.leave();
        third.leave();
        assertEquals(0, table.size());
    }

    /** Against lists that hold everything. */
    @Property(tries = 300)
    void itAnswersAsOneThatForgetsNothing(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTime clock = VirtualTime.startingAt(seed, Instant.EPOCH);
        ClientTable tested = new ClientTable(clock);
        ConnectionLimits limits =
                ConnectionLimits.NONE.clientConnections(random.nextInt(4)).clientPerSecond(random.nextInt(4));
        Map<Long, Deque<Ticket>> inside = new HashMap<>();
        Map<Long, Long> arrivals = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            long client = random.nextInt(6);
            Deque<Ticket> tickets = inside.computeIfAbsent(client, c -> new ArrayDeque<>());
            if (random.nextInt(3) == 0 && !tickets.isEmpty()) {
                tickets.remove().leave();
            } else {
                Refusal expected = expected(limits, tickets.size(), client, clock.nanoTime(), arrivals);
                Ticket ticket = tested.enter(key(client), limits);
                assertEquals(expected, ticket.refusal());
                if (expected == null) {
                    tickets.add(ticket);
                }
            }
            clock.advance(Duration.ofMillis(random.nextInt(400)));
        }
        inside.values().forEach(tickets -> tickets.forEach(Ticket::leave));
        clock.advance(Duration.ofSeconds(1));
        tested.enter(key(99), limits);
        assertEquals(1, tested.size(), "all others are forgotten");
    }

    private static Refusal expected(
            ConnectionLimits limits, int inside, long client, long now, Map<Long, Long> arrivals) {
        if (limits.clientConnections() != 0 && inside >= limits.clientConnections()) {
            return Refusal.CLIENT_CONNECTIONS;
        }
        int rate = limits.clientPerSecond();
        if (rate == 0) {
            return null;
        }
        long arrival = arrivals.getOrDefault(client, now);
        if (!Gcra.conforms(arrival, now, rate)) {
            return Refusal.CLIENT_RATE;
        }
        arrivals.put(client, Gcra.next(arrival, now, rate));
        return null;
    }

    @Test
    void manyThreadsLoseNobodyAndKeepTheBound() throws InterruptedException {
        int bound = 50;
        ConnectionLimits limits = ConnectionLimits.NONE.clientConnections(3).maxClients(bound);
        ClientTable shared = new ClientTable(time);
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Thread thread = new Thread(() -> {
                Deque<Ticket> inside = new ArrayDeque<>();
                for (int j = 0; j < 20_000; j++) {
                    Ticket ticket = shared.enter(key(random.nextInt(100)), limits);
                    if (ticket.refusal() == null) {
                        inside.add(ticket);
                    }
                    most.accumulateAndGet(shared.size(), Math::max);
                    if (inside.size() > 20) {
                        inside.remove().leave();
                    }
                }
                inside.forEach(Ticket::leave);
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, shared.size());
        // Whoever asks for room counts for a moment before it is told that there is none.
        assertTrue(most.get() <= bound + threads.size(), most::toString);
    }
}
