package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.PoolHandle;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import io.evenkeel.lb.status.PoolSnapshot;
import io.evenkeel.lb.status.ServiceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service with several pools: each lives by itself, and they come and go with their service. */
class PoolsTest {

    private static final String WEB = "10.0.0.1:80";
    private static final String API = "10.0.0.2:80";
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    private final EngineRig rig = new EngineRig();
    private LiveService service;

    private static Pool pool(String name, String... servers) {
        Pool.Builder pool = Pool.named(name);
        for (String server : servers) {
            pool.server(server, 80);
        }
        return pool.build();
    }

    private static HttpService.Builder web() {
        return EngineRig.http("web").server("10.0.0.1", 80);
    }

    @BeforeEach
    void install() {
        service = rig.install(web().pool(pool("api", "10.0.0.2")).build());
        rig.told();
    }

    private PoolHandle handle(String pool) {
        return rig.handle("web").pool(pool);
    }

    private String choose(String pool) {
        return rig.choose(service.state().pool(pool), null, new Selection());
    }

    private ServiceStatus status() {
        return rig.handle("web").snapshot().status();
    }

    // ---- choosing ----

    @Test
    void eachPoolHasItsOwnServers() {
        assertSame(service.pool(), service.state().pool());
        assertSame(service.pool(), service.state().pool("web"));
        assertEquals(WEB, choose("web"));
        assertEquals(API, choose("api"));
        assertEquals(
                "web: there is no pool img; there are [web, api]",
                assertThrows(NoSuchElementException.class, () -> service.state().pool("img"))
                        .getMessage());
        assertEquals(null, service.state().findPool("img"));
    }

    @Test
    void inFlightIsTheEndpointsInWhateverPool() {
        rig.done(handle("api").add(RealServer.at("10.0.0.1", 80).maxConnections(1)));
        rig.done(handle("api").remove(API));
        Selection open = new Selection();
        assertEquals(WEB, rig.choose("web", open));
        assertEquals("ALL_FULL", choose("api"));
        open.settle(Outcome.COMPLETED, 1);
        assertEquals(WEB, choose("api"));
    }

    // ---- administration ----

    @Test
    void theAdministratorsWillIsThePools() {
        rig.done(handle("api").add(RealServer.at("10.0.0.1", 80)));
        rig.done(handle("api").server(WEB).disable());
        rig.done(rig.server("web", WEB).weight(7));
        assertEquals(AdminState.DISABLED, handle("api").server(WEB).snapshot().admin());
        assertEquals(100, handle("api").server(WEB).snapshot().weight());
        assertEquals(AdminState.ENABLED, rig.snapshot("web", WEB).admin());
        assertEquals(7, rig.snapshot("web", WEB).weight());
        assertEquals(API, choose("api"));
        assertEquals(WEB, choose("web"));
    }

    @Test
    void aDrainEndsInItsPoolOnly() {
        rig.done(handle("api").server(API).drain(HALF_MINUTE));
        assertEquals("NONE_AVAILABLE", choose("api"));
        assertEquals(List.of("admin web/api 10.0.0.2:80 enabled>draining weight 100", "status web degraded"), told());
        rig.advance(HALF_MINUTE);
        assertEquals(
                List.of(
                        "admin web/api 10.0.0.2:80 draining>disabled weight 100",
                        "loss web/api 10.0.0.2:80 DRAIN_ENDED"),
                told());
        assertEquals(WEB, choose("web"));
    }

    private List<String> told() {
        return rig.told().stream().sorted().toList();
    }

    @Test
    void serversComeAndGoInOnePool() {
        rig.done(handle("api").add(RealServer.at("10.0.0.3", 80)));
        assertEquals(List.of(API, "10.0.0.3:80"), ids(handle("api")));
        assertEquals(List.of(WEB), ids(handle("web")));
        rig.done(handle("api").remove(API));
        assertEquals("10.0.0.3:80", choose("api"));
        assertEquals(List.of("10.0.0.3:80"), ids(handle("api")));
        String unknown = assertThrows(
                        NoSuchElementException.class,
                        () -> rig.done(handle("api").remove(WEB)))
                .getMessage();
        assertEquals("web/api: there is no server 10.0.0.1:80", unknown);
        assertEquals(
                "web/api: there is no server 10.0.0.1:80; there are [10.0.0.3:80]",
                assertThrows(NoSuchElementException.class, () -> handle("api").server(WEB))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> rig.done(handle("api").add(RealServer.at("10.0.0.3", 80))));
        assertThrows(
                IllegalArgumentException.class, () -> rig.done(handle("api").add(RealServer.at("10.0.0.4"))));
    }

    private static List<String> ids(PoolHandle pool) {
        return pool.servers().stream().map(server -> server.id()).toList();
    }

    @Test
    void theServicesOwnHandleMeansTheDefaultPool() {
        assertEquals(
                List.of("web", "api"),
                rig.handle("web").pools().stream().map(PoolHandle::name).toList());
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.9", 80)));
        assertEquals(List.of(WEB, "10.0.0.9:80"), ids(handle("web")));
        assertEquals(List.of(API), ids(handle("api")));
        rig.done(rig.handle("web").remove(WEB));
        assertEquals(List.of("10.0.0.9:80"), ids(handle("web")));
        assertThrows(NoSuchElementException.class, () -> handle("img"));
    }

    // ---- replacing ----

    @Test
    void poolsThatBothHaveKeepWhatIsNotDeclared() {
        rig.verdict(API, Health.UP);
        rig.done(handle("api").server(API).weight(7));
        LivePool before = service.state().pool("api");
        rig.reconfigure(web().pool(pool("api", "10.0.0.2", "10.0.0.3")).build());
        assertSame(before, service.state().pool("api"));
        assertEquals(7, handle("api").server(API).snapshot().weight());
        assertEquals(Health.UP, handle("api").server(API).snapshot().health());
    }

    /** The default pool's picker is made while the change is under way: what it sees then, a request may see. */
    @Test
    void aNewPoolHasServersAsSoonAsItIsThere() {
        List<String> seen = new ArrayList<>();
        Scheduler scheduler = new Scheduler() {
            @Override
            public String name() {
                return "spy";
            }

            @Override
            public Picker newPicker(PickerContext context) {
                if (service.state().findPool("img") != null) {
                    seen.add(choose("img"));
                }
                return Scheduler.roundRobin().newPicker(context);
            }
        };
        rig.reconfigure(web().scheduler(scheduler).pool(pool("img", "10.0.0.3")).build());
        assertEquals(List.of("10.0.0.3:80"), seen);
    }

    @Test
    void aPoolThatIsTakenOutGoesOnForThoseWhoHaveIt() {
        rig.done(handle("api").server(API).drain(HALF_MINUTE));
        rig.done(handle("api").add(RealServer.at("10.0.0.3", 80)));
        ServiceState captured = service.state();
        PoolHandle handle = handle("api");
        var server = handle.server(API);
        rig.reconfigure(web().build());
        rig.told();
        assertEquals("10.0.0.3:80", rig.choose(captured.pool("api"), null, new Selection()));
        assertThrows(NoSuchElementException.class, handle::servers);
        assertThrows(NoSuchElementException.class, handle::snapshot);
        assertThrows(NoSuchElementException.class, server::snapshot);
        assertThrows(NoSuchElementException.class, () -> rig.done(server.enable()));
        assertThrows(NoSuchElementException.class, () -> rig.done(handle.add(RealServer.at("10.0.0.4", 80))));
        assertThrows(NoSuchElementException.class, () -> rig.done(handle.remove(API)));
        // Nothing is observed any more, and no timer is left.
        assertEquals(
                List.of(WEB),
                rig.watch.specs().stream().map(spec -> spec.target().toString()).toList());
        rig.advance(HALF_MINUTE);
        assertEquals(List.of(), rig.told());
        // One of the same name is another one.
        rig.reconfigure(web().pool(pool("api", "10.0.0.2")).build());
        assertNotSame(captured.pool("api"), service.state().pool("api"));
        assertEquals(AdminState.ENABLED, server.snapshot().admin());
    }

    @Test
    void whoWaitsInAPoolThatIsTakenOutChoosesNow() {
        rig.reconfigure(web().pool(Pool.named("api")
                        .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                        .availability(Availability.DEFAULT.waiting(5, HALF_MINUTE))
                        .build())
                .build());
        LivePool api = service.state().pool("api");
        Selection first = new Selection();
        Selection waiting = new Selection();
        assertEquals(API, rig.choose(api, null, first));
        assertEquals(Choice.WAIT.toString(), rig.choose(api, null, waiting));
        var woken = new Object() {
            boolean is;
        };
        api.room().enter(0, waiting, () -> woken.is = true);
        rig.reconfigure(web().build());
        assertTrue(woken.is);
        waiting.called();
        assertEquals("ALL_FULL", rig.choose(api, null, waiting));
        first.settle(Outcome.COMPLETED, 1);
        assertEquals(0, api.room().size());
    }

    @Test
    void withItsServiceEveryPoolIsGone() {
        LivePool api = service.state().pool("api");
        rig.uninstall("web");
        assertEquals("NONE_AVAILABLE", rig.choose(api, null, new Selection()));
        assertEquals(List.of(), rig.watch.specs());
    }

    @Test
    void aServiceKeepsItsKind() {
        List<String> problems = rig.engine.problems(
                EngineRig.checked("web").server("10.0.0.1", 80).build(), false);
        assertEquals(
                List.of("service kind of web: TcpService is not allowed; allowed: HttpService, which it is now"),
                problems);
        assertEquals(List.of(), rig.engine.problems(web().build(), false));
    }

    // ---- observing ----

    @Test
    void theStatusIsTheDefaultPoolsUnlessOnlyThatIsWell() {
        assertEquals(ServiceStatus.UP, status());
        rig.verdict(API, Health.DOWN);
        assertEquals(ServiceStatus.DEGRADED, status());
        assertEquals(ServiceStatus.DOWN, handle("api").snapshot().status());
        assertEquals(ServiceStatus.UP, handle("web").snapshot().status());
        assertTrue(rig.told().contains("status web degraded"));
        rig.verdict(WEB, Health.DOWN);
        assertEquals(ServiceStatus.DOWN, status());
        rig.verdict(API, Health.UP);
        assertEquals(ServiceStatus.DOWN, status());
        rig.verdict(WEB, Health.UP);
        assertEquals(ServiceStatus.UP, status());
        rig.told();
        rig.done(handle("api").server(API).disable());
        assertEquals(ServiceStatus.DEGRADED, status(), "requests for this pool are refused");
        rig.reconfigure(web().build());
        assertEquals(ServiceStatus.UP, status());
        assertEquals(
                List.of(
                        "admin web/api 10.0.0.2:80 enabled>disabled weight 100",
                        "configuration web replaced up",
                        "loss web/api 10.0.0.2:80 REMOVED",
                        "status web degraded",
                        "status web up"),
                told());
    }

    @Test
    void eventsSayInWhichPool() {
        rig.verdict(API, Health.DOWN);
        assertEquals(
                List.of(
                        "health web/api 10.0.0.2:80 unknown>down",
                        "loss web/api 10.0.0.2:80 DOWN",
                        "status web degraded"),
                told());
    }

    @Test
    void aServerInTwoPoolsIsLostInBoth() {
        rig.done(handle("api").add(RealServer.at("10.0.0.1", 80)));
        rig.told();
        rig.verdict(WEB, Health.DOWN);
        assertTrue(rig.told().containsAll(List.of("loss web 10.0.0.1:80 DOWN", "loss web/api 10.0.0.1:80 DOWN")));
    }

    @Test
    void firstVerdictsAreThoseOfAllPools() {
        var verdicts = rig.engine.firstVerdicts().toCompletableFuture();
        rig.verdict(WEB, Health.UP);
        assertFalse(verdicts.isDone());
        rig.verdict(API, Health.UP);
        assertTrue(verdicts.isDone());
    }

    @Test
    void serversOfAnyPoolFollowThoseOfADefaultPool() {
        rig.reconfigure(web().pool(Pool.named("api")
                        .server(RealServer.at("10.0.0.2", 80).healthyAs("web", WEB))
                        .build())
                .build());
        rig.verdict(WEB, Health.DOWN);
        assertEquals(Health.DOWN, handle("api").server(API).snapshot().health());
        assertEquals("NONE_AVAILABLE", choose("api"));
        rig.verdict(WEB, Health.UP);
        assertEquals(API, choose("api"));
    }

    @Test
    void theStatusDocumentHasAllPools() {
        rig.done(handle("api").add(RealServer.at("10.0.0.3", 80)));
        assertEquals(
                List.of("web", "api"),
                rig.handle("web").snapshot().pools().stream()
                        .map(PoolSnapshot::name)
                        .toList());
        LoadBalancerSnapshot all = () -> List.of(rig.handle("web").snapshot());
        String json = all.toJson().replaceAll("\"address\".*?}", "}");
        assertEquals(
                "{\"version\":1,\"services\":[{\"name\":\"web\",\"status\":\"up\",\"listen\":[],\"refused\":{},"
                        + "\"pools\":[{\"name\":\"web\",\"status\":\"up\",\"servers\":[{\"id\":\"10.0.0.1:80\",}],"
                        + "\"waiting\":0},{\"name\":\"api\",\"status\":\"up\",\"servers\":[{\"id\":\"10.0.0.2:80\",},"
                        + "{\"id\":\"10.0.0.3:80\",}],\"waiting\":0}]}]}",
                json);
    }
}
