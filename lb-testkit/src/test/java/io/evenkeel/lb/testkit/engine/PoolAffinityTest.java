package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.Persistence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Persistence in a service with several pools, by whatever key: a client has a server in each. */
class PoolAffinityTest {

    private static final byte[] ANN = "ann".getBytes(StandardCharsets.US_ASCII);

    private final EngineRig rig = new EngineRig();

    private static HttpService service(String name, Persistence persistence) {
        return EngineRig.http(name)
                .server("10.0.0.1", 80)
                .persistence(persistence)
                .pool(Pool.named("api").server("10.0.0.2", 80).build())
                .build();
    }

    private static String host(Affinity affinity, AffinityKey key) {
        var found = new Object() {
            String host;
        };
        affinity.lookup(key, host -> found.host = host);
        return found.host;
    }

    private static Affinity api(LiveService service) {
        ServiceState state = service.state();
        return state.affinity(state.pool("api"));
    }

    private static AffinityKey key(Affinity affinity) {
        return affinity.key(ANN, 0, ANN.length);
    }

    @Test
    void aClientHasAServerInEachPool() {
        LiveService web = rig.install(service("web", Persistence.header("X-User")));
        Affinity inDefault = web.state().affinity(web.pool());
        Affinity inApi = api(web);
        assertSame(web.affinity(), inDefault);
        inDefault.bind(key(inDefault), "10.0.0.1", null);
        inApi.bind(key(inApi), "10.0.0.2", null);
        assertEquals("10.0.0.1", host(inDefault, key(inDefault)));
        assertEquals("10.0.0.2", host(inApi, key(inApi)));
        assertEquals(AffinityKey.of(ANN, 0, ANN.length), key(inDefault));
        assertEquals(2, rig.handle("web").snapshot().persistence().orElseThrow().entries(), "one table");
    }

    @Test
    void itIsBoundStillWhenTheServiceIsReplaced() {
        LiveService web = rig.install(service("web", Persistence.header("X-User")));
        api(web).bind(key(api(web)), "10.0.0.2", null);
        rig.reconfigure(service("web", Persistence.header("x-user")));
        assertEquals("10.0.0.2", host(api(web), key(api(web))));
        rig.reconfigure(service("web", Persistence.passiveCookie("x-user")));
        assertEquals(null, host(api(web), key(api(web))), "what was known by another key means nothing");
    }

    @Test
    void poolsOfOneNameMeetInASharedTable() {
        Persistence shared = Persistence.header("X-User").table(AffinityTable.inMemory(Duration.ofHours(1), 100));
        LiveService one = rig.install(service("one", shared));
        LiveService two = rig.install(service("two", shared));
        api(one).bind(key(api(one)), "10.0.0.2", null);
        assertEquals("10.0.0.2", host(api(two), key(api(two))));
        assertEquals(null, host(two.affinity(), key(two.affinity())));
    }

    @Test
    void addressesAreKeysInEachPoolToo() {
        LiveService web = rig.install(service("web", Persistence.source().prefix(24)));
        Affinity inApi = api(web);
        AffinityKey one = inApi.key(Visitor.address("192.0.2.1"));
        assertEquals(one, inApi.key(Visitor.address("192.0.2.2")));
        assertNotEquals(one, inApi.key(Visitor.address("192.0.3.1")));
        assertNotEquals(one, web.affinity().key(Visitor.address("192.0.2.1")));
        rig.reconfigure(service("web", Persistence.header("X-User")));
        assertThrows(IllegalStateException.class, () -> api(web).key(Visitor.address("192.0.2.1")));
    }

    @Test
    void whatRemembersNothingHasNoTable() {
        LiveService web = rig.install(service("web", Persistence.cookie("EKID")));
        assertEquals(null, web.affinity());
        assertEquals(null, api(web));
        assertFalse(rig.handle("web").snapshot().persistence().isPresent());
    }

    @Test
    void cookiesAreSignedWithOneKeyForTheServicesLife() {
        CookiePersistence cookie = Persistence.cookie("EKID");
        LiveService web = rig.install(service("web", cookie));
        byte[] drawn = web.cookieKey(cookie);
        assertEquals(32, drawn.length);
        rig.reconfigure(service("web", cookie.secure(true)));
        assertArrayEquals(drawn, web.cookieKey(cookie.secure(true)));
        LiveService other = rig.install(service("other", cookie));
        assertFalse(Arrays.equals(drawn, other.cookieKey(cookie)));
        assertArrayEquals(new byte[16], web.cookieKey(cookie.key(new byte[16])));
        Arrays.fill(drawn, (byte) 0);
        assertFalse(Arrays.equals(drawn, web.cookieKey(cookie)), "nobody changes it");
    }
}
