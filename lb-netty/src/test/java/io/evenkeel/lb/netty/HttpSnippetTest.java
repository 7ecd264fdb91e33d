package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.status.ServiceStatus;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's snippet of an HTTP service compiles, balances, and is this one. */
@ExtendWith(LeakExtension.class)
class HttpSnippetTest {

    private static HttpService snippet() {
        // <snippet>
        HttpService shop = VirtualService.http("shop")
                .listen("127.0.0.1", 0)
                .healthCheck(HealthChecks.http("/health"), HealthPolicy.every(Duration.ofSeconds(2)))
                .persistence(Persistence.cookie("EKID")) // a client keeps its server
                .server("127.0.0.1", 9001)
                .server("127.0.0.1", 9002)
                .pool(Pool.named("api").server("127.0.0.1", 9003).build())
                .route(Route.when(Match.pathUnder("/api")).to("api")) // all else goes to the service's own servers
                .accessLog(AccessLog.combined())
                .build();
        // </snippet>
        return shop;
    }

    /** The ports of the snippet may be anybody's, so its servers are replaced by others. */
    @Test
    void itBalances() throws Exception {
        try (HttpServer own = HttpServer.start(request -> Answer.ok("own"));
                HttpServer api = HttpServer.start(request -> Answer.ok("api"));
                LoadBalancer balancer = NettyLoadBalancer.builder()
                        .service(snippet()
                                .withServers(List.of(HttpBalancers.server(own)))
                                .withServers("api", List.of(HttpBalancers.server(api))))
                        .start()) {
            balancer.await(balancer.firstVerdicts());
            Eventually.await(
                    "up",
                    Balancers.SOON,
                    () -> balancer.service("shop").snapshot().status() == ServiceStatus.UP);
            InetSocketAddress address =
                    balancer.service("shop").boundAddresses().get(0);
            try (HttpPeer client = HttpPeer.connect(address)) {
                assertEquals("own", client.get("/").bodyText());
                assertEquals("api", client.get("/api/x").bodyText());
                assertEquals("own", client.get("/apix").bodyText());
                assertTrue(client.get("/").fields().has("Set-Cookie"));
            }
        }
    }

    @Test
    void theReadmeHasTheSameText() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/evenkeel/lb/netty/HttpSnippetTest.java"));
        String snippet = source.substring(source.indexOf("// <snippet>") + 12, source.indexOf("// </snippet>"));
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("```java\n", readme.indexOf("HttpSnippetTest.java")) + 8;
        assertEquals(oneLine(snippet), oneLine(readme.substring(begin, readme.indexOf("```", begin))));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
