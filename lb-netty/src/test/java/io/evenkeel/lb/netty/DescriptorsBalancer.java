package io.evenkeel.lb.netty;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A balancer alone in its process, for {@link DescriptorsTest}; prints its port once all servers are known to be up, then
 * each change of a server's health, and runs until it is killed.
 */
final class DescriptorsBalancer {

    private DescriptorsBalancer() {}

    /** Transport, and the ports of the servers. */
    public static void main(String[] arguments) throws InterruptedException {
        var service = VirtualService.tcp("t")
                .listen("127.0.0.1", 0)
                .healthPolicy(HealthPolicy.every(Duration.ofSeconds(1)).fastInterval(Duration.ofMillis(100)))
                .timeouts(TcpTimeouts.DEFAULT.dial(Duration.ofSeconds(2)));
        for (int i = 1; i < arguments.length; i++) {
            service.server("127.0.0.1", Integer.parseInt(arguments[i]));
        }
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(Transport.valueOf(arguments[0]))
                .threads(2)
                .service(service.build())
                .observer(new LoadBalancerObserver() {
                    @Override
                    public void onHealth(ServerEvent event) {
                        System.out.println("health of " + event.server().id() + ": "
                                + event.server().health());
                    }
                })
                .start();
        balancer.await(balancer.firstVerdicts());
        System.out.println("port " + Balancers.address(balancer).getPort());
        new CountDownLatch(1).await();
    }
}
