package io.evenkeel.lb.netty;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import java.io.IOException;

/** Shorthand for HTTP balancers in tests: one service named "t" on an ephemeral port, unchecked unless said otherwise. */
final class HttpBalancers {

    private HttpBalancers() {}

    static HttpService.Builder unchecked(HttpServer... servers) {
        return checked(servers).healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
    }

    static HttpService.Builder checked(HttpServer... servers) {
        HttpService.Builder service =
                VirtualService.http("t").listen("127.0.0.1", 0).healthPolicy(Balancers.FAST);
        for (HttpServer server : servers) {
            service.server(server(server));
        }
        return service;
    }

    static RealServer server(HttpServer server) {
        return RealServer.at("127.0.0.1", server.address().getPort());
    }

    static String id(HttpServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    static LoadBalancer start(Transport transport, HttpService.Builder service) {
        return NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .service(service.build())
                .start();
    }

    static HttpPeer connect(LoadBalancer balancer) throws IOException {
        return HttpPeer.connect(Balancers.address(balancer));
    }

    /** The answer to one GET on a connection of its own. */
    static ReceivedResponse get(LoadBalancer balancer, String target) throws IOException {
        try (HttpPeer client = connect(balancer)) {
            return client.get(target);
        }
    }
}
