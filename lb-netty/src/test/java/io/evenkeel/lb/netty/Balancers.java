package io.evenkeel.lb.netty;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Shorthand for balancers in tests: one service named "t" on an ephemeral port, unchecked unless said otherwise. */
final class Balancers {

    static final Duration SOON = Duration.ofSeconds(10);
    static final HealthPolicy FAST = HealthPolicy.every(Duration.ofMillis(100))
            .timeout(Duration.ofMillis(100))
            .fastInterval(Duration.ofMillis(50));

    private Balancers() {}

    static TcpService.Builder unchecked(TcpServer... servers) {
        return checked(servers).healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
    }

    static TcpService.Builder checked(TcpServer... servers) {
        TcpService.Builder service =
                VirtualService.tcp("t").listen("127.0.0.1", 0).healthPolicy(FAST);
        for (TcpServer server : servers) {
            service.server(server(server));
        }
        return service;
    }

    static RealServer server(TcpServer server) {
        return RealServer.at("127.0.0.1", server.address().getPort());
    }

    static String id(TcpServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    static LoadBalancer start(Transport transport, TcpService.Builder service) {
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .service(service.build())
                .start();
    }

    static InetSocketAddress address(LoadBalancer balancer) {
        return balancer.service("t").boundAddresses().get(0);
    }

    static TcpClient connect(LoadBalancer balancer) throws IOException {
        return TcpClient.connect(address(balancer));
    }

    /** What a client is greeted with, up to the server's FIN. */
    static String greeting(LoadBalancer balancer) throws IOException {
        try (TcpClient client = connect(balancer)) {
            var received = client.readUntilEnd(SOON);
            if (received.end() != End.FIN) {
                throw new AssertionError("not greeted: " + received);
            }
            return received.text();
        }
    }

    static int inFlight(LoadBalancer balancer, TcpServer server) {
        return balancer.service("t").server(id(server)).snapshot().inFlight();
    }

    static void awaitIdle(LoadBalancer balancer) {
        Eventually.await(
                "nothing in flight",
                SOON,
                () -> balancer.snapshot().services().stream()
                        .flatMap(service -> service.pools().stream())
                        .flatMap(pool -> pool.servers().stream())
                        .allMatch(server -> server.inFlight() == 0));
    }
}
