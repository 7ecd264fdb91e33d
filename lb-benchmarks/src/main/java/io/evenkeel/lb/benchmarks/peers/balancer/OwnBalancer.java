package io.evenkeel.lb.benchmarks.peers.balancer;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import io.evenkeel.lb.netty.Transport;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.RequestExchange;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process with one event loop and any number of services; each request may burn some time on the loop, to see whether the
 * comparison notices.
 */
public final class OwnBalancer {

    private OwnBalancer() {}

    /**
     * Serves until the process is ended.
     *
     * @param arguments kind of traffic, microseconds to burn, whether servers are checked, ports, servers
     * @throws InterruptedException never, in a process of its own
     */
    public static void main(String[] arguments) throws InterruptedException {
        Traffic traffic = Traffic.valueOf(arguments[0]);
        int burnMicros = Integer.parseInt(arguments[1]);
        boolean checks = Boolean.parseBoolean(arguments[2]);
        NettyLoadBalancer.Builder builder =
                NettyLoadBalancer.builder().threads(1).transport(Transport.EPOLL);
        for (String port : arguments[3].split(",")) {
            String name = "service-" + port;
            if (traffic == Traffic.HTTP) {
                HttpService.Builder service = VirtualService.http(name);
                fill(service, port, arguments[4], checks ? HealthChecks.http("/") : HealthCheck.none());
                if (burnMicros > 0) {
                    service.filter(new Burn(burnMicros * 1000L));
                }
                builder.service(service.build());
            } else {
                TcpService.Builder service = VirtualService.tcp(name);
                fill(service, port, arguments[4], checks ? HealthChecks.tcp() : HealthCheck.none());
                builder.service(service.build());
            }
        }
        try (LoadBalancer balancer = builder.start()) {
            new CountDownLatch(1).await();
        }
    }

    private static void fill(VirtualService.Builder<?> service, String port, String servers, HealthCheck check) {
        service.listen("127.0.0.1", Integer.parseInt(port));
        service.healthCheck(check, HealthPolicy.every(Duration.ofSeconds(2)));
        for (String server : servers.split(",")) {
            int colon = server.lastIndexOf(':');
            service.server(RealServer.at(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))));
        }
    }

    /** Spins as many nanoseconds for each request. */
    private record Burn(long nanos) implements HttpFilter {

        @Override
        public void onRequest(RequestExchange exchange) {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < nanos) {
                Thread.onSpinWait();
            }
        }
    }
}
