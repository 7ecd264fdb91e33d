package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Hash64;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a scheduler must do that sends clients with the same key to the same server: consistently, so that a change of the
 * members moves few others. In the tests of shares each client has a key of its own.
 */
public abstract class KeySchedulerConformance extends SchedulerConformance {

    private static final int SERVERS = 10;
    private static final int KEYS = 20_000;

    /** For subclasses. */
    protected KeySchedulerConformance() {}

    /**
     * Which part of the keys that need not move may move nevertheless, when one of ten equal servers comes or goes.
     *
     * @return 0 to 1; 0 by default
     */
    protected double extraMoved() {
        return 0;
    }

    /** A key's server does not depend on the worker, on what was picked before, or on an unrelated change. */
    @Test
    public void aKeyMeetsTheSameServer() {
        FakePool pool = pool(2).fill(SERVERS);
        long[] homes = homes(pool, 0);
        pool.publish();
        assertTrue(Arrays.equals(homes, homes(pool, 1)));
    }

    /** Balancers that know nothing of each other agree: only the members of now count. */
    @Test
    public void whatTheSetWasDoesNotMatter() {
        FakePool always = pool(1).fill(SERVERS);
        FakePool grown = pool(1);
        for (int i = 0; i < SERVERS + 3; i++) {
            grown.fill(1);
            grown.pick(0);
        }
        while (grown.servers().size() > SERVERS) {
            grown.remove(grown.servers().get(SERVERS));
        }
        assertTrue(Arrays.equals(homes(always, 0), homes(grown, 0)));
    }

    /** The keys of a server that leaves are spread over the others, which keep theirs. */
    @Test
    public void aServerThatLeavesMovesItsOwnKeys() {
        for (int gone = 0; gone < SERVERS; gone++) {
            FakePool pool = pool(1).fill(SERVERS);
            FakeServer leaves = pool.servers().get(gone);
            long[] before = homes(pool, 0);
            pool.remove(leaves);
            compareHomes(before, homes(pool, 0), leaves.ordinal());
        }
    }

    /** A server that comes takes keys from all, and no others move. */
    @Test
    public void aServerThatComesMovesKeysToItself() {
        FakePool pool = pool(1).fill(SERVERS - 1);
        long[] before = homes(pool, 0);
        FakeServer comes = pool.add(100, 0, 0);
        compareHomes(homes(pool, 0), before, comes.ordinal());
    }

    /** Both ways: with the server, and without it. */
    private void compareHomes(long[] with, long[] without, long server) {
        Set<Long> others = new HashSet<>();
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            if (with[key] == server) {
                others.add(without[key]);
            } else if (with[key] != without[key]) {
                moved++;
            }
        }
        assertTrue(moved <= extraMoved() * KEYS, moved + " of " + KEYS + " keys moved without need");
        assertEquals(SERVERS - 1, others.size(), "the keys of one server are not spread over all others");
    }

    /** While its server is refused, a key has another, always the same; then it is back. */
    @Test
    public void aKeyWhoseServerIsRefusedGoesOnAndComesBack() {
        FakePool pool = pool(1).fill(SERVERS);
        for (int key = 0; key < 100; key++) {
            FakeServer home = pool.pick(0, key(key), Set.of());
            FakeServer next = pool.pick(0, key(key), Set.of(home));
            assertTrue(next != null, "a key whose server is refused gets none");
            assertNotEquals(home, next);
            assertEquals(next, pool.pick(0, key(key), Set.of(home)));
            assertEquals(home, pool.pick(0, key(key), Set.of()));
        }
    }

    /** Retries for one key reach every server. */
    @Test
    public void retriesForAKeyReachEachServerOnceAndThenEnd() {
        for (int size : new int[] {1, 2, 3, 10, 65}) {
            FakePool pool = pool(1).fill(size);
            Set<FakeServer> tried = new HashSet<>();
            for (int i = 0; i < size; i++) {
                assertTrue(tried.add(pool.pick(0, key(1), tried)), size + " servers");
            }
            assertNull(pool.pick(0, key(1), tried), size + " servers");
        }
    }

    /** Clients without a key get a server, and not all of them the same. */
    @Test
    public void clientsWithoutAKeyAreSpread() {
        FakePool pool = pool(1).fill(SERVERS);
        Set<FakeServer> got = new HashSet<>();
        for (int i = 0; i < 100 * SERVERS; i++) {
            FakeServer server = pool.pick(0, ClientView.NONE, Set.of());
            assertTrue(server != null, "a client without a key gets none of " + pool.servers());
            got.add(server);
        }
        assertEquals(Set.copyOf(pool.servers()), got);
        List<FakeServer> refused = pool.servers().subList(1, SERVERS);
        assertEquals(pool.servers().get(0), pool.pick(0, ClientView.NONE, refused));
        assertNull(pool.pick(0, ClientView.NONE, pool.servers()));
    }

    private static long key(int number) {
        return Hash64.of(0x6b65_79L, number);
    }

    /** The server of each key, by its ordinal. */
    private static long[] homes(FakePool pool, int worker) {
        long[] homes = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
            FakeServer home = pool.pick(worker, key(key), Set.of());
            homes[key] = home == null ? -1 : home.ordinal();
        }
        return homes;
    }
}
