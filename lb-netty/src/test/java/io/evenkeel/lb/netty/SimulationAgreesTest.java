package io.evenkeel.lb.netty;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.Retries;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.simulation.Ending;
import io.evenkeel.lb.simulation.Report;
import io.evenkeel.lb.simulation.SimulatedServer;
import io.evenkeel.lb.simulation.Simulation;
import io.evenkeel.lb.status.ServiceSnapshot;
import io.evenkeel.lb.testkit.FakeRequestHead;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.FullBacklog;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What lb-simulation imitates is what this module does: the same service, the same failure, six requests one after the other,
 * on real sockets and in virtual time; what clients see, and what the service counts of it, is the same. Each request prefers
 * the server that fails.
 */
@ExtendWith(LeakExtension.class)
class SimulationAgreesTest {

    private static final int REQUESTS = 6;
    private static final Script FINE = request -> Answer.ok("fine");
    private static final Script RESETS = request -> Answer.ok("").cut(Point.BEFORE_HEAD, End.RESET);
    private static final HttpTimeouts SHORT =
            HttpTimeouts.DEFAULT.response(ofMillis(300)).connect(ofMillis(200));

    // ---- what is compared ----

    private static HttpService http(
            InetSocketAddress failing, HttpServer other, Consumer<HttpService.Builder> settings) {
        HttpService.Builder service = VirtualService.http("t")
                .listen("127.0.0.1", 0)
                .scheduler(Scheduler.priority())
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .server(server(failing, 0))
                .server(server(other.address(), 1));
        settings.accept(service);
        return service.build();
    }

    private static RealServer server(InetSocketAddress address, int priority) {
        return RealServer.at("127.0.0.1", address.getPort()).priority(priority);
    }

    private static String id(InetSocketAddress address) {
        return "127.0.0.1:" + address.getPort();
    }

    /** By the status, what the simulation says of it. */
    private static String ending(int status) {
        return switch (status) {
            case 200 -> Ending.ANSWERED.toString();
            case 500 -> Ending.ERROR.toString();
            case 502 -> Ending.BROKEN.toString();
            case 503 -> Ending.REFUSED.toString();
            case 504 -> Ending.TIMED_OUT.toString();
            default -> "status " + status;
        };
    }

    private static String counted(ServiceSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        snapshot.pools()
                .get(0)
                .servers()
                .forEach(server -> text.append('\n')
                        .append(server.id())
                        .append(" connections ")
                        .append(server.totalConnections())
                        .append(" requests ")
                        .append(server.totalRequests())
                        .append(" failures ")
                        .append(server.failures()));
        snapshot.refused().forEach((reason, count) -> text.append(count == 0 ? "" : "\n" + reason + " " + count));
        return text.toString();
    }

    private static String simulated(
            VirtualService service, String method, InetSocketAddress failing, UnaryOperator<SimulatedServer> failure) {
        return simulated(simulation(service, method).server(id(failing), failure));
    }

    private static Simulation simulation(VirtualService service, String method) {
        return Simulation.of(service)
                .requests(FakeRequestHead.of(method, "http://a/"))
                .evenly()
                .clients(1)
                .requestsPerSecond(1);
    }

    private static String simulated(Simulation simulation) {
        Report seen = simulation.run(ofSeconds(REQUESTS));
        Map<String, Long> endings = new TreeMap<>();
        for (Ending ending : Ending.values()) {
            if (seen.count(ending) > 0) {
                endings.put(ending.toString(), seen.count(ending));
            }
        }
        return endings + counted(seen.snapshot());
    }

    /** Asks one after the other. */
    private static String real(HttpService service, String method, Runnable amidst) throws IOException {
        Map<String, Long> endings = new TreeMap<>();
        try (LoadBalancer balancer =
                NettyLoadBalancer.builder().threads(1).service(service).start()) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                for (int i = 0; i < REQUESTS; i++) {
                    if (i == REQUESTS / 2) {
                        amidst.run();
                    }
                    client.request(method, "/", "Content-Length: 0");
                    endings.merge(ending(client.read(method).status()), 1L, Long::sum);
                }
            }
            Balancers.awaitIdle(balancer);
            return endings + counted(balancer.service("t").snapshot());
        }
    }

    // ---- the failures ----

    private static void agreeOnReset(String method, int percent, Script script, Consumer<HttpService.Builder> settings)
            throws IOException {
        try (HttpServer failing = HttpServer.start(script);
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, settings);
            assertEquals(
                    simulated(service, method, failing.address(), s -> s.resetPercent(percent)),
                    real(service, method, () -> {}));
        }
    }

    @Test
    void allIsWell() throws IOException {
        agreeOnReset("GET", 0, FINE, service -> {});
        agreeOnReset("POST", 0, FINE, service -> service.upstream(UpstreamConnections.DEFAULT.maxIdle(0)));
    }

    @Test
    void aServerResets() throws IOException {
        agreeOnReset("GET", 100, RESETS, service -> {});
        agreeOnReset("POST", 100, RESETS, service -> {});
        agreeOnReset("GET", 100, RESETS, service -> service.retries(Retries.NONE));
        agreeOnReset("GET", 100, RESETS, service -> service.retries(Retries.NONE.percent(50)));
    }

    @Test
    void aServerRefuses() throws IOException {
        try (var failing = Ports.refused();
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, s -> {});
            assertEquals(
                    simulated(service, "POST", failing.address(), SimulatedServer::dies),
                    real(service, "POST", () -> {}));
        }
    }

    @Test
    void bothRefuse() throws IOException {
        try (var failing = Ports.refused();
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, s -> {});
            other.tcp().kill();
            assertEquals(
                    simulated(simulation(service, "GET").servers(SimulatedServer::dies)),
                    real(service, "GET", () -> {}));
        }
    }

    @Test
    void aServerDiesBetweenTwoRequests() throws IOException {
        for (Persistence persistence : new Persistence[] {Persistence.none(), Persistence.source()}) {
            try (HttpServer failing = HttpServer.start(FINE);
                    HttpServer other = HttpServer.start(FINE)) {
                HttpService service = http(failing.address(), other, s -> s.persistence(persistence));
                assertEquals(
                        simulated(simulation(service, "GET")
                                .at(ofMillis(2500), id(failing.address()), SimulatedServer::dies)),
                        real(service, "GET", failing.tcp()::kill));
            }
        }
    }

    @Test
    void aServerAnswersWithErrors() throws IOException {
        try (HttpServer failing = HttpServer.start(request -> Answer.of(500));
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, s -> {});
            assertEquals(
                    simulated(service, "GET", failing.address(), s -> s.errorPercent(100)),
                    real(service, "GET", () -> {}));
        }
    }

    @Test
    void aServerHangs() throws IOException {
        try (HttpServer failing = HttpServer.start(request -> Answer.never());
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, s -> s.timeouts(SHORT));
            assertEquals(
                    simulated(service, "GET", failing.address(), SimulatedServer::hangs),
                    real(service, "GET", () -> {}));
        }
    }

    @Test
    void aServerIsNotThere() throws IOException {
        try (FullBacklog failing = Ports.unanswered();
                HttpServer other = HttpServer.start(FINE)) {
            HttpService service = http(failing.address(), other, s -> s.timeouts(SHORT));
            assertEquals(
                    simulated(service, "POST", failing.address(), SimulatedServer::vanishes),
                    real(service, "POST", () -> {}));
        }
    }

    // ---- the same for TCP ----

    /** Connections whose client sends a byte and waits for the greeting; answered is who got it and a FIN. */
    private static void agreeOnTcp(InetSocketAddress failing, UnaryOperator<SimulatedServer> failure)
            throws IOException {
        try (TcpServer other = TcpServer.start(Behaviour.greeting("fine"))) {
            VirtualService service = VirtualService.tcp("t")
                    .listen("127.0.0.1", 0)
                    .scheduler(Scheduler.priority())
                    .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                    .timeouts(TcpTimeouts.DEFAULT.connect(ofMillis(200)).idle(ofMillis(300)))
                    .server(server(failing, 0))
                    .server(server(other.address(), 1))
                    .build();
            long greeted = 0;
            String counted;
            try (LoadBalancer balancer =
                    NettyLoadBalancer.builder().threads(1).service(service).start()) {
                for (int i = 0; i < REQUESTS; i++) {
                    try (TcpClient client = Balancers.connect(balancer)) {
                        client.send("x");
                        greeted += client.readUntilEnd(Balancers.SOON).end() == End.FIN ? 1 : 0;
                    }
                }
                Balancers.awaitIdle(balancer);
                counted = counted(balancer.service("t").snapshot());
            }
            Report seen =
                    simulation(service, "GET").server(id(failing), failure).run(ofSeconds(REQUESTS));
            assertEquals(seen.answered() + counted(seen.snapshot()), greeted + counted);
        }
    }

    @Test
    void tcpServersFailToo() throws IOException {
        try (var refusing = Ports.refused()) {
            agreeOnTcp(refusing.address(), SimulatedServer::dies);
        }
        try (FullBacklog unanswered = Ports.unanswered()) {
            agreeOnTcp(unanswered.address(), SimulatedServer::vanishes);
        }
        try (TcpServer resetting = TcpServer.start(Behaviour.resetAfterReceiving(1))) {
            agreeOnTcp(resetting.address(), s -> s.resetPercent(100));
        }
        try (TcpServer silent = TcpServer.start(Behaviour.silent())) {
            agreeOnTcp(silent.address(), SimulatedServer::hangs);
        }
    }
}
