package com.example;

import com.sun.net.httpserver.HttpServer;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.status.ServerSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An application that embeds a balancer, changes it while it serves, and closes it. Run: {@code examples/run host-app} */
public final class HostApp {

    private HostApp() {}

    /** Ends by itself. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<HttpServer> servers = List.of(server("a"), server("b"), server("c"));
        TcpService shop = describe(Scheduler.weightedRoundRobin(), at(servers.get(0)), at(servers.get(1)));

        try (LoadBalancer balancer = NettyLoadBalancer.builder().service(shop).start()) {
            balancer.await(balancer.firstVerdicts());
            ServiceHandle service = balancer.service("shop");
            System.out.println("shop listens on " + service.boundAddresses().get(0));
            use(service, "two servers");

            balancer.await(service.add(at(servers.get(2))));
            use(service, "a third was added");

            balancer.await(service.server(at(servers.get(0)).id()).weight(300));
            use(service, "a has weight 300, the others 100");

            balancer.await(service.server(at(servers.get(1)).id()).drain(Duration.ofSeconds(30)));
            use(service, "b drains");

            TcpService next = describe(Scheduler.leastConnections(), at(servers.get(1)), at(servers.get(2)));
            List<String> problems = balancer.validate(next);
            System.out.println("problems with the next description: " + problems);
            balancer.await(balancer.replace(next));
            use(service, "replaced by b and c; b still drains");

            for (ServerSnapshot server : service.snapshot().pools().get(0).servers()) {
                System.out.printf(
                        "%s is %s and %s, had %d connections%n",
                        server.id(), server.health(), server.admin(), server.totalConnections());
            }
            System.out.println(balancer.snapshot().toJson());
        }
        servers.forEach(server -> server.stop(0));
        System.out.println("closed");
    }

    /** Port 0: the system chooses one; it stays when the service is replaced. */
    private static TcpService describe(Scheduler scheduler, RealServer... members) {
        TcpService.Builder service = VirtualService.tcp("shop")
                .listen("127.0.0.1", 0)
                .scheduler(scheduler)
                .healthPolicy(HealthPolicy.every(Duration.ofMillis(200)));
        for (RealServer member : members) {
            service.server(member);
        }
        return service.build();
    }

    private static RealServer at(HttpServer server) {
        return RealServer.at("127.0.0.1", server.getAddress().getPort());
    }

    private static HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = name.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    /** Sends some requests, each on a connection of its own, and says who answered. */
    private static void use(ServiceHandle service, String what) throws IOException, InterruptedException {
        URI uri = URI.create("http:/" + service.boundAddresses().get(0));
        HttpClient client = HttpClient.newHttpClient();
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            answers.merge(
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body(),
                    1,
                    Integer::sum);
        }
        System.out.println(what + ": " + answers);
    }
}
