package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Children.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nginx behind an HTTP service with an HTTP check, under load from wrk with 64 connections, while servers die, are
 * drained and restarted, and the service is replaced. What counts is what the client counts: no request fails.
 */
@ExtendWith(LeakExtension.class)
@Tag("load")
class HttpRealServersTest {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

    @TempDir
    Path folder;

    private Children children;
    private final List<Nginx> servers = new ArrayList<>();

    /** About how long wrk runs. */
    int seconds() {
        return 6;
    }

    /** Refused is refused at once; an answer may take its time on a machine that is shared with other builds. */
    HealthPolicy checked() {
        return HealthPolicy.every(Duration.ofSeconds(2))
                .fastInterval(Duration.ofMillis(100))
                .fall(3);
    }

    @BeforeEach
    void startServers() throws IOException {
        program("wrk");
        children = new Children(folder);
        for (int i = 1; i <= 3; i++) {
            servers.add(new Nginx(children, folder, "n" + i));
        }
    }

    @AfterEach
    void endChildren() throws InterruptedException {
        if (children != null) {
            children.close();
        }
    }

    @Test
    void aKilledServerFailsNoRequestAndComesBackByItself() throws Exception {
        try (LoadBalancer balancer = start()) {
            Nginx victim = servers.get(1);
            ServerHandle handle = handle(balancer, victim);
            Child load = wrk(balancer);
            load.runsFor(seconds() / 3);
            Eventually.await("under load", SOON, () -> handle.snapshot().inFlight() > 0);
            victim.kill();
            Eventually.await("down", SOON, () -> handle.snapshot().health() == Health.DOWN);
            load.runsFor(seconds() / 6);
            victim.start();
            Eventually.await("up", SOON, () -> handle.snapshot().health() == Health.UP);
            long before = handle.snapshot().totalRequests();
            Eventually.await("serves again", SOON, () -> handle.snapshot().totalRequests() > before);
            assertNoneFailed(load);
            awaitIdle(balancer);
        }
    }

    @Test
    void serversThatAreDrainedAndRestartedOneAfterTheOtherFailNoRequest() throws Exception {
        try (LoadBalancer balancer = start()) {
            Child load = wrk(balancer);
            for (Nginx each : servers) {
                load.runsFor(Math.max(1, seconds() / 6));
                ServerHandle handle = handle(balancer, each);
                balancer.await(handle.drain(Duration.ofSeconds(20)));
                Eventually.await("drained", SOON, () -> handle.snapshot().inFlight() == 0);
                long served = handle.snapshot().totalRequests();
                each.kill(); // whatever connections are kept to it
                each.start();
                assertEquals(served, handle.snapshot().totalRequests(), each.id());
                balancer.await(handle.enable());
                Eventually.await("serves again", SOON, () -> handle.snapshot().totalRequests() > served);
            }
            assertNoneFailed(load);
            awaitIdle(balancer);
        }
    }

    @Test
    void aServiceThatIsReplacedFailsNoRequest() throws Exception {
        try (LoadBalancer balancer = start()) {
            InetSocketAddress before = address(balancer);
            Child load = wrk(balancer);
            for (int i = 0; i < 3; i++) { // each time with two of the three
                load.runsFor(Math.max(1, seconds() / 6));
                Nginx one = servers.get(i);
                Nginx two = servers.get((i + 1) % 3);
                balancer.await(balancer.replace(service(List.of(one, two))
                        .scheduler(Scheduler.leastConnections())
                        .build()));
                long served = handle(balancer, two).snapshot().totalRequests();
                Eventually.await(
                        "serves", SOON, () -> handle(balancer, two).snapshot().totalRequests() > served);
            }
            assertEquals(before, address(balancer));
            assertNoneFailed(load);
            awaitIdle(balancer);
        }
    }

    private void assertNoneFailed(Child load) throws Exception {
        load.runsFor(seconds() / 6); // or what happened was not under load
        children.start(List.of(program("kill"), "-INT", "" + load.process().pid()))
                .succeeds();
        String output = load.succeeds(); // interrupted, it tells what it has counted so far
        assertFalse(output.contains("Socket errors"), output);
        assertFalse(output.contains("Non-2xx"), output);
        Matcher requests = REQUESTS.matcher(output);
        assertTrue(requests.find() && Long.parseLong(requests.group(1)) > 100, output);
    }

    private Child wrk(LoadBalancer balancer) throws IOException {
        String url = "http://127.0.0.1:" + address(balancer).getPort() + "/";
        // It counts as late what is answered after 20 s: where builds share a machine, 2 s are soon over.
        return children.start(List.of(program("wrk"), "-t1", "-c64", "--timeout", "20s", "-d100s", url));
    }

    private HttpService.Builder service(List<Nginx> behind) {
        HttpService.Builder service =
                VirtualService.http("t").listen("127.0.0.1", 0).healthCheck(HealthChecks.http("/"), checked());
        behind.forEach(server -> service.server("127.0.0.1", server.port));
        return service;
    }

    private LoadBalancer start() {
        LoadBalancer balancer = HttpBalancers.start(Transport.AUTO, service(servers));
        balancer.await(balancer.firstVerdicts());
        return balancer;
    }

    private static ServerHandle handle(LoadBalancer balancer, Nginx server) {
        return balancer.service("t").server(server.id());
    }
}
