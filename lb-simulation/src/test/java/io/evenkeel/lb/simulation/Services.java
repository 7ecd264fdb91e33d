package io.evenkeel.lb.simulation;

import static java.time.Duration.ofSeconds;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.health.HealthChecks;

/** Services to be simulated, and their servers. */
final class Services {

    static final String A = "10.0.0.11:8080";
    static final String B = "10.0.0.12:8080";
    static final String C = "10.0.0.13:8080";

    /** Down 2.2 s after its last success at the soonest, and 4.4 s and two answers after its failure at the latest. */
    static final HealthPolicy POLICY = HealthPolicy.every(ofSeconds(2)).fall(3);

    private Services() {}

    /** Servers a and b, which nobody checks. */
    static TcpService.Builder tcp() {
        return VirtualService.tcp("web")
                .listen("127.0.0.1", 0)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .server("10.0.0.11", 8080)
                .server("10.0.0.12", 8080);
    }

    /** Servers a and b, which nobody checks. */
    static HttpService.Builder http() {
        return VirtualService.http("web")
                .listen("127.0.0.1", 0)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .server("10.0.0.11", 8080)
                .server("10.0.0.12", 8080);
    }

    /** Servers a, b and c, whose application is checked. */
    static TcpService.Builder checkedTcp() {
        return tcp().healthCheck(HealthChecks.http("/health"), POLICY).server("10.0.0.13", 8080);
    }

    /** Servers a, b and c, whose application is checked. */
    static HttpService.Builder checkedHttp() {
        return http().healthCheck(HealthChecks.http("/health"), POLICY).server("10.0.0.13", 8080);
    }

    /** Ten requests a second, the first at once, one client after the other. */
    static Simulation tenASecond(VirtualService service) {
        return Simulation.of(service).requestsPerSecond(10).evenly();
    }
}
