package io.evenkeel.lb.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.testkit.LeakGate;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of it: the engine, the monitor, real time and real sockets. */
class EngineTest {

    /** With a timeout, a second, that a busy machine does not reach. */
    private static final HealthPolicy POLICY =
            HealthPolicy.every(Duration.ofSeconds(1)).fastInterval(Duration.ofMillis(50));

    private final LeakGate gate = LeakGate.watch("evenkeel-test-");
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "evenkeel-test-control"));
    private final ControlLoop control = new ControlLoop(executor);
    private final NioConnector connector = new NioConnector(task -> new Thread(task, "evenkeel-test-nio"));
    private final HealthMonitor monitor =
            new HealthMonitor(control, TimeSource.system(), RandomSource.system(), connector);
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Engine engine = new Engine(
            new EngineContext(
                    control,
                    TimeSource.system(),
                    RandomSource.system(),
                    1,
                    monitor,
                    (host, listener) -> () -> {},
                    HealthChecks.tcp(),
                    (service, pool, endpoint, loss) -> {}),
            List.of(new LoadBalancerObserver() {
                @Override
                public void onHealth(ServerEvent event) {
                    events.add(event.server().health() + " " + event.server().cause());
                }
            }));

    @AfterEach
    void nothingIsLeft() throws Exception {
        control.submit(engine::close).toCompletableFuture().get(10, TimeUnit.SECONDS);
        control.submit(() -> assertEquals(0, monitor.probeCount()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        executor.shutdown();
        connector.close();
        gate.close();
    }

    private void install(RealServer server, HealthPolicy policy) {
        control.execute(() -> engine.install(VirtualService.tcp("web")
                .listen("127.0.0.1", 1)
                .server(server)
                .healthPolicy(policy)
                .build()));
    }

    private static RealServer at(InetSocketAddress address) {
        return RealServer.at(address.getAddress().getHostAddress(), address.getPort());
    }

    /** The next event of a health; the states on the way to it depend on how quick the machine is. */
    private String await(String health) throws InterruptedException {
        while (true) {
            String event = events.poll(10, TimeUnit.SECONDS);
            if (event == null || event.startsWith(health + " ")) {
                return event;
            }
        }
    }

    @Test
    void aServerGoesDownAndComesBack() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            install(at(server.address()), POLICY);
            assertEquals("up ", await("up"));

            server.kill();
            assertEquals("down connection refused", await("down"));

            server.restart();
            assertEquals("up ", await("up"));
        }
    }

    @Test
    void theCheckMayLookAtAnotherPort() throws Exception {
        try (ReservedPort traffic = Ports.refused();
                TcpServer checked = TcpServer.start(Behaviour.sink())) {
            install(at(traffic.address()), POLICY.port(checked.address().getPort()));

            assertEquals("up ", await("up"));
        }
    }

    @Test
    void firstVerdictsAreThereWithinASecondOrSoHoweverLongTheInterval() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            install(at(server.address()), HealthPolicy.every(Duration.ofDays(1)));

            engine.firstVerdicts().toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertEquals("up ", await("up"));
        }
    }
}
