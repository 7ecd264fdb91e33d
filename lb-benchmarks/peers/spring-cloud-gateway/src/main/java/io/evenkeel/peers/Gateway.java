package io.evenkeel.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring Cloud Gateway with one I/O thread and Spring Cloud LoadBalancer behind it: {@code PORT HOST:PORT...}
 *
 * <p>It adds {@code X-Forwarded-For}, keeps connections to servers, and checks the servers' health each two
 * seconds. Round robin is its default. It counts nothing unless a metrics registry is added, which is not.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Gateway {

    private static final String GATEWAY = "spring.cloud.gateway.server.webflux.";

    /**
     * Serves until it is killed.
     *
     * @param arguments the port to listen on, then the servers
     */
    public static void main(String[] arguments) {
        System.setProperty("reactor.netty.ioWorkerCount", "1");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", arguments[0]);
        settings.put("server.address", "127.0.0.1");
        settings.put("logging.level.root", "warn");
        settings.put(GATEWAY + "trusted-proxies", ".*");
        // One forwarded header, as for everybody else.
        settings.put(GATEWAY + "forwarded.enabled", "false");
        settings.put(GATEWAY + "x-forwarded.proto-enabled", "false");
        settings.put(GATEWAY + "x-forwarded.host-enabled", "false");
        settings.put(GATEWAY + "x-forwarded.port-enabled", "false");
        settings.put(GATEWAY + "x-forwarded.prefix-enabled", "false");
        settings.put(GATEWAY + "httpclient.pool.type", "fixed");
        settings.put(GATEWAY + "httpclient.pool.max-connections", "1000");
        settings.put("spring.cloud.loadbalancer.configurations", "health-check");
        settings.put("spring.cloud.loadbalancer.health-check.path.default", "/");
        settings.put("spring.cloud.loadbalancer.health-check.interval", "2s");
        for (int i = 1; i < arguments.length; i++) {
            settings.put(
                    "spring.cloud.discovery.client.simple.instances.backend[" + (i - 1) + "].uri",
                    "http://" + arguments[i]);
        }
        SpringApplication application = new SpringApplication(Gateway.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(settings);
        application.run();
    }

    @Bean
    RouteLocator routes(RouteLocatorBuilder builder) {
        return builder.routes()
                .route("everything", route -> route.path("/**").uri("lb://backend"))
                .build();
    }

    /** What the health checks ask with; without one they are left out in silence. */
    @Bean
    WebClient.Builder checks() {
        return WebClient.builder();
    }
}
