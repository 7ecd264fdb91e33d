package io.evenkeel.lb.netty;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import java.util.concurrent.CountDownLatch;

/** A balancer alone in its process, for {@link StalledReadersTest}; prints its port, and runs until it is killed. */
final class StalledBalancer {

    private StalledBalancer() {}

    /** Transport, and the port of the server. */
    public static void main(String[] arguments) throws InterruptedException {
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(Transport.valueOf(arguments[0]))
                .service(VirtualService.tcp("t")
                        .listen("127.0.0.1", 0)
                        .server("127.0.0.1", Integer.parseInt(arguments[1]))
                        .build())
                .start();
        System.out.println("port " + Balancers.address(balancer).getPort());
        new CountDownLatch(1).await();
    }
}
