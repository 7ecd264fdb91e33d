package io.evenkeel.lb.netty;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP balancer alone in its process, for tests of what it costs; prints its port, then again and again the direct
 * memory in use, and runs until it is killed.
 */
final class HttpBoundedBalancer {

    private HttpBoundedBalancer() {}

    /** Transport, the port of the server, and the time for a head in milliseconds. */
    public static void main(String[] arguments) throws InterruptedException {
        HttpTimeouts timeouts = HttpTimeouts.DEFAULT
                .head(Duration.ofMillis(Long.parseLong(arguments[2])))
                .body(Duration.ofMinutes(5))
                .response(Duration.ofMinutes(5));
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(Transport.valueOf(arguments[0]))
                .service(VirtualService.http("t")
                        .listen("127.0.0.1", 0)
                        .server("127.0.0.1", Integer.parseInt(arguments[1]))
                        .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                        .timeouts(timeouts)
                        .build())
                .start();
        System.out.println("port " + Balancers.address(balancer).getPort());
        Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(
                        () -> System.out.println("direct " + directBytes()), 0, 250, TimeUnit.MILLISECONDS);
        new CountDownLatch(1).await();
    }

    /** Netty counts what it frees itself, the JVM the rest. */
    private static long directBytes() {
        long counted = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                counted = Math.max(counted, pool.getMemoryUsed());
            }
        }
        return counted;
    }
}
