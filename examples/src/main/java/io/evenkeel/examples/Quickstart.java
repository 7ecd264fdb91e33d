package io.evenkeel.examples;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.ServerSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Three web servers behind one address; each request goes to the next. In turn they stop gracefully and return; no request
 * fails.
 *
 * <pre>
 * examples/run quickstart
 * curl http://127.0.0.1:8080/
 * </pre>
 */
public final class Quickstart {

    /** A first answer takes its time in a JVM that has just started; that nobody listens is clear at once. */
    private static final HealthPolicy CHECK =
            HealthPolicy.every(Duration.ofSeconds(1)).fastInterval(Duration.ofMillis(100));

    private static final Duration ALL_UP = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Quickstart() {}

    /** Runs until it is interrupted. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("org.slf4j.simpleLogger.log.io.evenkeel", "error"); // the table tells it already
        List<WebServer> webServers =
                List.of(WebServer.startAtOrAbove(8081), WebServer.startAtOrAbove(8082), WebServer.startAtOrAbove(8083));
        HttpService.Builder web =
                VirtualService.http("web").listen("127.0.0.1", 8080).healthCheck(HealthChecks.http("/"), CHECK);
        webServers.forEach(webServer -> web.server("127.0.0.1", webServer.port()));

        LoadBalancer balancer;
        try {
            balancer = NettyLoadBalancer.builder()
                    .service(web.build())
                    .observer(new Table())
                    .start();
        } catch (UncheckedIOException e) {
            System.err.println("quickstart: " + e.getMessage());
            System.exit(1);
            return;
        }
        System.out.println(
                "Three servers behind one address, a request each; in turn they stop and return. Ctrl-C ends it.");
        System.out.println("try: curl http://127.0.0.1:8080/");
        Table.row("server", "health", "admin", "cause");
        while (true) {
            for (WebServer webServer : webServers) {
                Thread.sleep(ALL_UP.toMillis());
                stopAndReturn(balancer, "127.0.0.1:" + webServer.port(), webServer);
            }
        }
    }

    /** No new requests, wait for those it has, stop, start again, and only when the check has seen it: new requests. */
    static void stopAndReturn(LoadBalancer balancer, String id, WebServer webServer)
            throws IOException, InterruptedException {
        ServerHandle server = balancer.service("web").server(id);
        balancer.await(server.drain(PATIENCE));
        waitFor(() -> server.snapshot().inFlight() == 0);
        webServer.stop();
        waitFor(() -> server.snapshot().health() == Health.DOWN);
        webServer.start();
        waitFor(() -> server.snapshot().health() == Health.UP);
        balancer.await(server.enable());
    }

    private static void waitFor(BooleanSupplier condition) throws InterruptedException {
        long begun = System.nanoTime();
        do {
            Thread.sleep(50);
        } while (!condition.getAsBoolean() && System.nanoTime() - begun < PATIENCE.toNanos());
    }

    /** One line for each change. */
    private static final class Table implements LoadBalancerObserver {

        static void row(String server, Object health, Object admin, String cause) {
            System.out.printf(
                    "%tT  %-15s %-9s %-9s %s%n", LocalTime.now(ZoneId.systemDefault()), server, health, admin, cause);
        }

        private static void row(ServerSnapshot server) {
            row(server.id(), server.health(), server.admin(), server.cause());
        }

        @Override
        public void onHealth(ServerEvent event) {
            row(event.server());
        }

        @Override
        public void onAdmin(ServerEvent event) {
            row(event.server());
        }

        @Override
        public void onStatus(ServiceEvent event) {
            row("all of " + event.service(), event.status(), "", "");
        }
    }
}
