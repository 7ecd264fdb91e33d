package com.example;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Takes clients only while all other beans are there: Spring starts it last and stops it first. */
@Component
public class ShopBalancer implements SmartLifecycle {

    private final ShopProperties properties;
    private volatile LoadBalancer running;

    public ShopBalancer(ShopProperties properties) {
        this.properties = properties;
    }

    @Override
    public void start() {
        HttpService.Builder shop = VirtualService.http("shop").listen(properties.host(), properties.port());
        properties.servers().forEach(server -> shop.server(server.host(), server.port()));
        running = NettyLoadBalancer.builder().service(shop.build()).start();
    }

    /** Requests may end, for less than the 30 s that Spring waits. */
    @Override
    public void stop(Runnable stopped) {
        LoadBalancer stopping = running;
        running = null;
        stopping.closeAsync(Duration.ofSeconds(20)).whenComplete((done, failure) -> stopped.run());
    }

    /** Of no use to Spring, which calls the one above. */
    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    public LoadBalancer balancer() {
        return running;
    }
}
