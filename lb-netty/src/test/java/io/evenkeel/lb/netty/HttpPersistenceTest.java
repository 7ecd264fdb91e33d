package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.KeepAlive;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients keep their servers by what their requests bring, over real sockets. */
@ExtendWith(LeakExtension.class)
class HttpPersistenceTest {

    private static final byte[] KEY = "a key of 16 byte".getBytes(StandardCharsets.US_ASCII);

    private static HttpServer saying(String text) {
        return HttpServer.start(request -> Answer.ok(text));
    }

    /** The name=value of the one cookie that an answer sets. */
    private static String cookie(ReceivedResponse answer) {
        List<String> all = answer.fields().all("Set-Cookie");
        assertEquals(1, all.size(), all.toString());
        return all.get(0).split(";")[0];
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aCookieKeepsEachClientOnItsServer(Transport transport) throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(a, b).persistence(Persistence.cookie("EKID")));
                HttpPeer shared = HttpBalancers.connect(balancer)) {
            ReceivedResponse one = shared.get("/");
            ReceivedResponse two = shared.get("/", "Cookie: EKID=forged; x=y");
            assertNotEquals(one.bodyText(), two.bodyText(), "both were new");
            assertTrue(
                    one.fields().first("Set-Cookie").matches("EKID=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax"),
                    one.fields().toString());
            for (int i = 0; i < 5; i++) { // two clients behind a proxy, on one connection
                ReceivedResponse again = shared.get("/", "Cookie: x=y; " + cookie(one));
                assertEquals(one.bodyText(), again.bodyText());
                assertFalse(again.fields().has("Set-Cookie"), "it has one");
                assertEquals(
                        two.bodyText(),
                        shared.get("/", "Cookie: " + cookie(two)).bodyText());
            }
            String seen =
                    (one.bodyText().equals("a") ? a : b).lastRequest().fields().first("Cookie");
            assertEquals("x=y; " + cookie(one), seen, "servers see it");
        }
    }

    /** Microsoft: name, no expiry, not HttpOnly, in every response whose request lacked it, also on one connection. */
    @Test
    void theLyncCookie() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(a, b).persistence(Persistence.lyncCookie()));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            for (int i = 0; i < 4; i++) {
                String set = client.get("/").fields().first("Set-Cookie");
                assertTrue(set.matches("MS-WSMAN=[A-Za-z0-9_-]{22}; Path=/"), set);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aDrainingServerKeepsItsCookieClientsUntilTheDrainEnds(Transport transport) throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(a, b).persistence(Persistence.cookie("EKID")));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            String cookie = cookieOf(client, "a");
            var server = balancer.service("t").server(HttpBalancers.id(a));
            balancer.await(server.drain(Duration.ofMinutes(1)));
            assertEquals("a", client.get("/", "Cookie: " + cookie).bodyText());
            assertEquals("b", client.get("/").bodyText());
            assertEquals("b", client.get("/").bodyText());
            balancer.await(server.drain(Duration.ZERO));
            ReceivedResponse moved = client.get("/", "Cookie: " + cookie);
            assertEquals("b", moved.bodyText());
            assertNotEquals(cookie, cookie(moved), "a new one, as the server is another");
            balancer.await(server.enable());
            assertEquals("b", client.get("/", "Cookie: " + cookie(moved)).bodyText(), "and stays");
        }
    }

    private static String cookieOf(HttpPeer client, String server) throws IOException {
        for (int i = 0; i < 4; i++) {
            ReceivedResponse answer = client.get("/");
            if (answer.bodyText().equals(server)) {
                return cookie(answer);
            }
        }
        throw new AssertionError("server " + server + " was not reached");
    }

    @Test
    void aDeadServersCookieClientsGetAnother() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(a, b).persistence(Persistence.cookie("EKID")));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            String cookie = cookieOf(client, "a");
            a.tcp().kill();
            ReceivedResponse moved = client.get("/", "Cookie: " + cookie);
            assertEquals("b", moved.bodyText());
            assertEquals("b", client.get("/", "Cookie: " + cookie(moved)).bodyText());
        }
    }

    @Test
    void cookiesOutliveTheBalancerWithAKeyOfTheirOwnAndChangesOfThePool() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                HttpServer c = saying("c")) {
            String cookie;
            var service = HttpBalancers.unchecked(a, b)
                    .persistence(Persistence.cookie("EKID").key(KEY));
            try (LoadBalancer balancer = HttpBalancers.start(Transport.NIO, service);
                    HttpPeer client = HttpBalancers.connect(balancer)) {
                cookie = cookieOf(client, "b");
                balancer.await(balancer.service("t").add(HttpBalancers.server(c)));
                assertEquals("b", client.get("/", "Cookie: " + cookie).bodyText());
                assertEquals(
                        "c", client.get("/", "Cookie: " + cookieOf(client, "c")).bodyText(), "the new server's");
            }
            try (LoadBalancer balancer = HttpBalancers.start(Transport.NIO, service);
                    HttpPeer client = HttpBalancers.connect(balancer)) {
                for (int i = 0; i < 3; i++) {
                    ReceivedResponse again = client.get("/", "Cookie: " + cookie);
                    assertEquals("b", again.bodyText());
                    assertFalse(again.fields().has("Set-Cookie"));
                }
            }
        }
    }

    @Test
    void aClientHasAServerInEachPool() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                HttpServer c = saying("c");
                HttpServer d = saying("d");
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(a, b)
                                .persistence(Persistence.cookie("EKID"))
                                .pool(Pool.named("api")
                                        .server(HttpBalancers.server(c))
                                        .server(HttpBalancers.server(d))
                                        .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                                        .build())
                                .route(Route.when(Match.pathUnder("/api")).to("api")));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            ReceivedResponse web = client.get("/");
            ReceivedResponse api = client.get("/api");
            assertNotEquals(
                    cookie(web).split("=")[0], cookie(api).split("=")[0], "or a browser would forget one of them");
            String both = "Cookie: " + cookie(web) + "; " + cookie(api);
            for (int i = 0; i < 3; i++) {
                ReceivedResponse again = client.get("/", both);
                assertEquals(web.bodyText(), again.bodyText());
                assertFalse(again.fields().has("Set-Cookie"));
                assertEquals(api.bodyText(), client.get("/api", both).bodyText());
            }
        }
    }

    /** A browser sends one cookie to all ports of a host: with one key, two services mean the same servers by it. */
    @Test
    void servicesWithOneKeySendAClientToOneHost() throws Exception {
        try (HttpServer a1 = at("127.0.0.1", "a");
                HttpServer b1 = at("127.0.0.2", "b");
                HttpServer a2 = at("127.0.0.1", "a");
                HttpServer b2 = at("127.0.0.2", "b");
                LoadBalancer balancer = NettyLoadBalancer.builder()
                        .transport(Transport.NIO)
                        .service(keyed("plain", a1, b1))
                        .service(keyed("secure", b2, a2))
                        .start();
                HttpPeer plain = HttpPeer.connect(
                        balancer.service("plain").boundAddresses().get(0));
                HttpPeer secure = HttpPeer.connect(
                        balancer.service("secure").boundAddresses().get(0))) {
            for (int i = 0; i < 4; i++) {
                ReceivedResponse first = plain.get("/");
                ReceivedResponse second = secure.get("/", "Cookie: " + cookie(first));
                assertEquals(first.bodyText(), second.bodyText());
                assertFalse(second.fields().has("Set-Cookie"));
            }
        }
    }

    private static HttpServer at(String host, String text) {
        return HttpServer.start(request -> Answer.ok(text), KeepAlive.UNLIMITED, new InetSocketAddress(host, 0));
    }

    private static HttpService keyed(String name, HttpServer... servers) {
        HttpService.Builder service = VirtualService.http(name)
                .listen("127.0.0.1", 0)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .persistence(Persistence.cookie("EKID").key(KEY));
        for (HttpServer server : servers) {
            service.server(server.address().getHostString(), server.address().getPort());
        }
        return service.build();
    }

    @Test
    void theSorryServerSetsNoCookie() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer sorry = saying("sorry");
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO,
                        HttpBalancers.unchecked(a)
                                .persistence(Persistence.cookie("EKID"))
                                .availability(Availability.DEFAULT.sorryServer(HttpBalancers.server(sorry))));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            balancer.await(balancer.service("t").server(HttpBalancers.id(a)).disable());
            ReceivedResponse answer = client.get("/");
            assertEquals("sorry", answer.bodyText());
            assertFalse(answer.fields().has("Set-Cookie"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aServersOwnCookieIsLearnt(Transport transport) throws Exception {
        AtomicInteger sessions = new AtomicInteger();
        try (HttpServer a = HttpServer.start(request -> session(request.fields().first("Cookie"), "a", sessions));
                HttpServer b =
                        HttpServer.start(request -> session(request.fields().first("Cookie"), "b", sessions));
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(a, b).persistence(Persistence.passiveCookie("SID")));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            String one = cookie(client.get("/"));
            String two = cookie(client.get("/"));
            for (int i = 0; i < 6; i++) {
                String mine = i % 3 == 0 ? two : one; // not in turn
                ReceivedResponse again = client.get("/", "Cookie: lang=de; " + mine);
                assertTrue(mine.endsWith(again.bodyText()), mine + " was lost to " + again.bodyText());
                assertFalse(again.fields().has("Set-Cookie"));
            }
            assertEquals(2, sessions.get());
            var table = balancer.service("t").snapshot().persistence().orElseThrow();
            assertEquals(2, table.entries());
            assertEquals(6, table.hits());
        }
    }

    /** A server that knows its own sessions and begins a new one for who brings none. */
    private static Answer session(String cookies, String server, AtomicInteger sessions) {
        Answer answer = Answer.ok(server);
        boolean own = cookies != null && cookies.matches(".*SID=\\d+" + server);
        return own ? answer : answer.header("Set-Cookie", "SID=" + sessions.incrementAndGet() + server + "; HttpOnly");
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aHeaderKeepsItsSendersTogether(Transport transport) throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(a, b).persistence(Persistence.header("X-Tenant")));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            String red = client.get("/", "X-Tenant: red").bodyText();
            String blue = client.get("/", "X-Tenant: blue").bodyText();
            assertNotEquals(red, blue);
            for (int i = 0; i < 3; i++) {
                assertEquals(red, client.get("/", "x-tenant: red").bodyText());
                assertEquals(
                        red, client.get("/", "X-Tenant: red", "X-Tenant: blue").bodyText(), "the first counts");
                assertEquals(blue, client.get("/", "X-Tenant: blue").bodyText());
            }
            assertNotEquals(client.get("/").bodyText(), client.get("/").bodyText(), "nobody's go in turn");
            assertNotEquals(
                    client.get("/", "X-Tenant:").bodyText(),
                    client.get("/", "X-Tenant:").bodyText());
            assertEquals(
                    2,
                    balancer.service("t").snapshot().persistence().orElseThrow().entries());
        }
    }

    @Test
    void theSourceCountsForEachRequest() throws Exception {
        try (HttpServer a = saying("a");
                HttpServer b = saying("b");
                LoadBalancer balancer = NettyLoadBalancer.builder()
                        .transport(Transport.NIO)
                        .service(VirtualService.http("t")
                                .listen("127.0.0.1", 0)
                                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                                .server(RealServer.at("127.0.0.1", a.address().getPort()))
                                .server(RealServer.at("127.0.0.1", b.address().getPort()))
                                .persistence(Persistence.source())
                                .build())
                        .start();
                HttpPeer client = HttpBalancers.connect(balancer);
                HttpPeer other = HttpBalancers.connect(balancer)) {
            String own = client.get("/").bodyText();
            for (int i = 0; i < 3; i++) {
                assertEquals(own, client.get("/").bodyText());
                assertEquals(own, other.get("/").bodyText());
            }
        }
    }
}
