package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.observe.HttpObserver;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An HTTP service: what it has by default and when set, its pools, and what its routes name. */
class HttpServiceTest {

    private static final RealServer SERVER = RealServer.at("10.0.0.1", 80);
    private static final RealServer OTHER = RealServer.at("10.0.0.2", 80);

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static HttpService.Builder web() {
        return VirtualService.http("web").listen("127.0.0.1", 8080).server(SERVER);
    }

    private static Pool pool(String name) {
        return Pool.named(name).server(OTHER).build();
    }

    private static Route to(String pool) {
        return Route.when(Match.pathUnder("/" + pool)).to(pool);
    }

    @Test
    void defaults() {
        HttpService service = web().build();
        assertSame(HttpTimeouts.DEFAULT, service.timeouts());
        assertSame(Http1Limits.DEFAULT, service.http1());
        assertSame(UpstreamConnections.DEFAULT, service.upstream());
        assertSame(Retries.DEFAULT, service.retries());
        assertSame(ForwardedHeaders.DEFAULT, service.forwarding());
        assertSame(Persistence.none(), service.persistence());
        assertSame(AccessLog.OFF, service.accessLog());
        assertEquals(List.of(), service.routes());
        assertEquals(List.of(), service.filters());
        assertEquals(List.of(), service.observers());
        assertEquals(Optional.empty(), service.unavailable());
        assertEquals(List.of(service.pool()), service.pools());
    }

    @Test
    void copiesKeepEverything() {
        HttpFilter filter = new HttpFilter() {};
        HttpObserver observer = exchange -> {};
        HttpTimeouts timeouts = HttpTimeouts.DEFAULT.bodyRate(7);
        Http1Limits http1 = Http1Limits.DEFAULT.fields(7);
        UpstreamConnections upstream = UpstreamConnections.DEFAULT.maxIdle(7);
        ForwardedHeaders forwarding = ForwardedHeaders.DEFAULT.via("seven");
        AccessLog log = AccessLog.json();
        HttpService service = web().pool(pool("api"))
                .timeouts(timeouts)
                .http1(http1)
                .upstream(upstream)
                .retries(Retries.NONE)
                .forwarding(forwarding)
                .persistence(Persistence.cookie("EKID"))
                .route(to("api"))
                .filter(filter)
                .observer(observer)
                .accessLog(log)
                .unavailable(FixedAnswer.of(503).text("no"))
                .limits(ConnectionLimits.NONE.connections(7))
                .whenServerDown(LiveConnections.RESET)
                .whenDrainEnds(LiveConnections.RESET)
                .build()
                .withServers("api", List.of());
        assertEquals(timeouts, service.timeouts());
        assertEquals(http1, service.http1());
        assertEquals(upstream, service.upstream());
        assertEquals(Retries.NONE, service.retries());
        assertEquals(forwarding, service.forwarding());
        assertEquals(Persistence.cookie("EKID"), service.persistence());
        assertEquals(List.of(to("api")), service.routes());
        assertEquals(List.of(filter), service.filters());
        assertEquals(List.of(observer), service.observers());
        assertSame(log, service.accessLog());
        assertEquals(Optional.of(FixedAnswer.of(503).text("no")), service.unavailable());
        assertEquals(7, service.limits().connections());
        assertSame(LiveConnections.RESET, service.whenServerDown());
        assertSame(LiveConnections.RESET, service.whenDrainEnds());
        assertEquals("web", service.name());
    }

    @Test
    void settingsAreRefusedAtOnce() {
        refused("timeouts: null is not allowed; allowed: any value but null", () -> web().timeouts(null));
        refused("http1: null is not allowed; allowed: any value but null", () -> web().http1(null));
        refused("upstream: null is not allowed; allowed: any value but null", () -> web().upstream(null));
        refused("retries: null is not allowed; allowed: any value but null", () -> web().retries(null));
        refused("forwarding: null is not allowed; allowed: any value but null", () -> web().forwarding(null));
        refused("persistence: null is not allowed; allowed: any value but null", () -> web().persistence(null));
        refused("pool: null is not allowed; allowed: any value but null", () -> web().pool(null));
        refused("route: null is not allowed; allowed: any value but null", () -> web().route(null));
        refused("filter: null is not allowed; allowed: any value but null", () -> web().filter(null));
        refused("observer: null is not allowed; allowed: any value but null", () -> web().observer(null));
        refused("access log: null is not allowed; allowed: any value but null", () -> web().accessLog(null));
        refused("unavailable: null is not allowed; allowed: any value but null", () -> web().unavailable(null));
        refused("service name: \"\" is not allowed; allowed: a text that is not blank", () -> VirtualService.http(""));
    }

    // ---- pools ----

    @Test
    void poolsAreSetUpLikeAService() {
        refused("pool name: \"\" is not allowed; allowed: a text that is not blank", () -> Pool.named(""));
        refused("pool name length: 101 is not allowed; allowed: 1 to 100", () -> Pool.named("x".repeat(101)));
        refused(
                "servers: 0 is not allowed; allowed: 1 to 10000",
                () -> Pool.named("api").build());
        refused(
                "server: 10.0.0.1:80 is not allowed; allowed: each server once in a pool",
                () -> Pool.named("api").server(SERVER).server("10.0.0.1", 80));
        refused(
                "check port: 0 for server 10.0.0.1, which has no port of its own, is not allowed; allowed: 1 to 65535,"
                        + " or HealthCheck.none()",
                () -> Pool.named("api").server(RealServer.at("10.0.0.1")).build());
        Pool pool = Pool.named("api")
                .server(SERVER)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .availability(Availability.DEFAULT.panicBelow(7))
                .build();
        assertEquals("api", pool.name());
        assertEquals(Optional.of(HealthCheck.none()), pool.healthCheck());
        assertEquals(7, pool.availability().panicBelow());
    }

    @Test
    void poolsHaveDifferentNames() {
        String allowed = " is not allowed; allowed: a name that neither the service nor another of its pools has";
        refused("pool: web" + allowed, () -> web().pool(pool("web")));
        refused("pool: api" + allowed, () -> web().pool(pool("api")).pool(pool("api")));
        HttpService.Builder most = web();
        for (int i = 1; i < 1000; i++) {
            most.pool(pool("p" + i));
        }
        refused("pools of web: 1001 is not allowed; allowed: 1 to 1000", () -> most.pool(pool("p1000")));
        assertEquals(1000, most.build().pools().size());
    }

    @Test
    void theDefaultPoolIsFirst() {
        HttpService service = web().pool(pool("b")).pool(pool("a")).build();
        assertEquals(
                List.of("web", "b", "a"),
                service.pools().stream().map(Pool::name).toList());
        assertSame(service.pools().get(2), service.pool("a"));
        assertEquals(
                "web: there is no pool c; there are [web, b, a]",
                assertThrows(NoSuchElementException.class, () -> service.pool("c"))
                        .getMessage());
    }

    @Test
    void onePoolGetsOtherServers() {
        HttpService service = web().pool(pool("a")).pool(pool("b")).build();
        HttpService next = service.withServers("a", List.of(SERVER));
        assertEquals(List.of(SERVER), next.pool("a").servers());
        assertEquals(List.of(OTHER), next.pool("b").servers());
        assertEquals(List.of(SERVER), next.pool().servers());
        assertEquals(List.of(OTHER), next.withServers(List.of(OTHER)).pool().servers());
        assertThrows(NoSuchElementException.class, () -> service.withServers("c", List.of()));
        refused(
                "server: 10.0.0.1:80 is not allowed; allowed: each server once in a pool",
                () -> service.withServers("a", List.of(SERVER, SERVER)));
    }

    @Test
    void noPoolHasPortsBesideAMappedListener() {
        refused(
                "server: 10.0.0.2:80 is not allowed; allowed: a server without a port of its own, beside listen"
                        + " 0.0.0.0:443 to server port 4443",
                () -> VirtualService.http("web")
                        .listen(Listener.at("0.0.0.0", 443).toServerPort(4443))
                        .healthPolicy(HealthPolicy.DEFAULT.port(80))
                        .server(RealServer.at("10.0.0.1"))
                        .pool(pool("api"))
                        .build());
    }

    // ---- routes ----

    @Test
    void routesNamePoolsThatAreThere() {
        HttpService.Builder some =
                web().route(to("api")).route(to("web")).route(to("img")).route(to("api"));
        refused(
                "route pools of web: [api, img] is not allowed; allowed: pools of the service, which are [web]",
                some::build);
        some.pool(pool("api")).pool(pool("img"));
        assertEquals(4, some.build().routes().size());
    }

    @Test
    void routesAndCodeAreBounded() {
        HttpService.Builder most = web();
        for (int i = 0; i < 1000; i++) {
            most.route(to("web"));
        }
        refused("routes of web: 1001 is not allowed; allowed: 0 to 1000", () -> most.route(to("web")));
        for (int i = 0; i < 100; i++) {
            most.filter(new HttpFilter() {}).observer(exchange -> {});
        }
        refused("filters of web: 101 is not allowed; allowed: 0 to 100", () -> most.filter(new HttpFilter() {}));
        refused("observers of web: 101 is not allowed; allowed: 0 to 100", () -> most.observer(exchange -> {}));
    }
}
