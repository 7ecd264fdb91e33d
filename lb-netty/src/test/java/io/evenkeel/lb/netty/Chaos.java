package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.netty.ChaosClient.Outcome;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.Eventually;
import io.netty.buffer.AdaptiveByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Many clients at a time, each connection of random kind and length, while servers are killed, stopped and restarted and
 * the configuration changes every 200 ms. Storms and calms take turns. Always, each stream is complete or a correct prefix,
 * and a FIN comes only where a server sent one. In a calm servers live and the configuration changes in ways that harm
 * nobody, so what begins and ends in it must be complete. Afterwards all accounts are back at zero.
 *
 * <p>Which bytes go where comes from the seed; how the threads interleave does not.
 */
final class Chaos {

    private static final int SERVERS = 6;
    /** This many servers are left alone in a calm, so that there is always one that takes clients. */
    private static final int SPARED = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CHANGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** A refusal is noticed soon; a machine that is busy with this test is no reason to call a server down. */
    private static final HealthPolicy POLICY = HealthPolicy.every(Duration.ofSeconds(1))
            .timeout(Duration.ofSeconds(1))
            .fall(3)
            .fastInterval(Duration.ofMillis(100));

    private static final TcpTimeouts TIMEOUTS = TcpTimeouts.DEFAULT
            .connect(Duration.ofSeconds(3))
            .dial(Duration.ofSeconds(15))
            .idle(Duration.ofSeconds(30))
            .fin(Duration.ofSeconds(30));

    private final Transport transport;
    private final int clients;
    private final long seed;
    private final SplittableRandom random;
    private final ChaosServer.Ledger ledger = new ChaosServer.Ledger();
    private final List<ChaosServer> servers = new ArrayList<>();
    private final AdaptiveByteBufAllocator allocator = new AdaptiveByteBufAllocator();
    private final Map<Outcome, AtomicLong> outcomes = new EnumMap<>(Outcome.class);
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong calmOnes = new AtomicLong();
    /** The number of the present calm, or 0. */
    private volatile int calm;

    private volatile boolean over;
    private volatile int limit;
    private int changes;
    private boolean second;

    Chaos(Transport transport, int clients, long seed) {
        this.transport = transport;
        this.clients = clients;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        for (Outcome each : Outcome.values()) {
            outcomes.put(each, new AtomicLong());
        }
    }

    /** Storms and calms of the given lengths until the time is over. */
    void run(Duration whole, Duration storm, Duration quiet) throws Exception {
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new ChaosServer(ledger));
        }
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .transport(transport)
                .threads(2)
                .byteBudget(16L << 20)
                .allocator(allocator)
                .service(service("t", LiveConnections.FINISH, LiveConnections.FINISH))
                .start();
        List<Thread> threads = startClients(balancer);
        try {
            long end = System.nanoTime() + whole.toNanos();
            for (int i = 1; System.nanoTime() - end < 0 && ledger.problems.isEmpty(); i++) {
                storm(balancer, storm);
                clearUp(balancer);
                calm(balancer, quiet, i);
            }
        } finally {
            over = true;
            for (Thread each : threads) {
                each.join(2 * PATIENCE.toMillis());
                assertTrue(!each.isAlive(), () -> "a client hangs: " + List.of(each.getStackTrace()));
            }
            settleAccounts(balancer);
        }
    }

    // ---- clients ----

    private List<Thread> startClients(LoadBalancer balancer) {
        InetSocketAddress main = balancer.service("t").boundAddresses().get(0);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            SplittableRandom own = random.split();
            Thread thread = new Thread(null, () -> client(balancer, main, own), "testkit-tcp-chaos-client", 256 * 1024);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void client(LoadBalancer balancer, InetSocketAddress main, SplittableRandom own) {
        while (!over) {
            ChaosScript script = ChaosScript.random(ids.incrementAndGet(), own);
            ChaosClient client = new ChaosClient(script, ledger, own, 2 * clients);
            int before = calm;
            boolean aside = own.nextInt(8) == 0;
            Outcome outcome = client.run(aside ? second(balancer, main) : main);
            boolean inCalm = before > 0 && calm == before;
            outcomes.get(outcome).incrementAndGet();
            bytes.addAndGet(script.up() + script.down());
            if (inCalm) {
                calmOnes.incrementAndGet();
            }
            boolean allowed = outcome == Outcome.COMPLETE || outcome == Outcome.GIVEN_UP;
            if (outcome == Outcome.WRONG || (outcome == Outcome.REFUSED && !aside) || (inCalm && !allowed)) {
                ledger.problems.add(outcome + (inCalm ? " in a calm: " : ": ") + client.account());
            }
        }
    }

    /** The second service comes and goes; while it is gone its clients go to the first. */
    private InetSocketAddress second(LoadBalancer balancer, InetSocketAddress main) {
        return balancer.services().stream()
                .filter(service -> service.name().equals("u"))
                .flatMap(service -> service.boundAddresses().stream())
                .findFirst()
                .orElse(main);
    }

    // ---- weather ----

    private void storm(LoadBalancer balancer, Duration length) throws IOException {
        every(CHANGE_NANOS, length, () -> {
            change(balancer, false);
            disturbServers();
        });
    }

    private void calm(LoadBalancer balancer, Duration length, int number) throws IOException {
        calm = number;
        every(CHANGE_NANOS, length, () -> change(balancer, true));
        calm = 0;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void every(long nanos, Duration length, Step step) throws IOException {
        long begun = System.nanoTime();
        long next = begun;
        while (System.nanoTime() - begun < length.toNanos() && ledger.problems.isEmpty()) {
            step.run();
            next += nanos;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void disturbServers() throws IOException {
        ChaosServer server = servers.get(random.nextInt(SERVERS));
        if (!server.isUp()) {
            server.start();
        } else if (random.nextInt(3) == 0) {
            server.kill();
        } else if (random.nextInt(3) == 0) {
            server.stop(Duration.ofMillis(50));
        }
    }

    /** Brings back what the storm took down, and waits until the balancer knows. */
    private void clearUp(LoadBalancer balancer) throws IOException {
        for (ChaosServer server : servers) {
            if (!server.isUp()) {
                server.start();
            }
        }
        balancer.await(balancer.replace(service("t", LiveConnections.FINISH, LiveConnections.FINISH)));
        if (second) {
            balancer.await(balancer.replace(service("u", LiveConnections.FINISH, LiveConnections.FINISH)));
        }
        balancer.services()
                .forEach(service -> service.servers().forEach(server -> {
                    balancer.await(server.enable());
                    balancer.await(server.weight(100));
                }));
        Eventually.await(
                "every server is up",
                PATIENCE,
                () -> snapshots(balancer).allMatch(server -> server.health() == Health.UP));
    }

    private static Stream<ServerSnapshot> snapshots(LoadBalancer balancer) {
        return balancer.snapshot().services().stream()
                .flatMap(service -> service.pools().stream())
                .flatMap(pool -> pool.servers().stream());
    }

    // ---- changes ----

    private void change(LoadBalancer balancer, boolean harmless) {
        changes++;
        snapshots(balancer).forEach(server -> {
            if (server.inFlight() < 0) {
                ledger.problems.add("in-flight " + server.inFlight() + " at " + server.id());
            }
        });
        String name = second && random.nextInt(4) == 0 ? "u" : "t";
        var handles = balancer.service(name).servers();
        // The first ones stay as they are in a calm, and stay members always.
        int index = harmless ? SPARED + random.nextInt(SERVERS - SPARED) : random.nextInt(SERVERS);
        RealServer member = servers.get(index).asMember();
        var handle = handles.stream()
                .filter(each -> each.id().equals(member.id()))
                .findFirst()
                .orElse(null);
        int kind = random.nextInt(9);
        if (handle == null) {
            balancer.await(balancer.service(name).add(member));
        } else if (kind == 0) {
            balancer.await(handle.weight(random.nextInt(3) * 100));
        } else if (kind == 1) {
            balancer.await(handle.drain(Duration.ofMillis(random.nextInt(500))));
        } else if (kind == 2) {
            balancer.await(handle.disable());
        } else if (kind <= 4) {
            balancer.await(handle.enable());
        } else if (kind == 5 && index >= SPARED) {
            balancer.await(balancer.service(name).remove(member.id()));
        } else if (kind == 6 && !harmless) {
            addOrRemoveSecond(balancer);
        } else {
            VirtualService next = harmless
                    ? service(name, LiveConnections.FINISH, LiveConnections.FINISH)
                    : service(name, randomPolicy(), randomPolicy());
            List<String> against = balancer.validate(next);
            if (!against.isEmpty()) {
                ledger.problems.add("validate says " + against);
            }
            balancer.await(balancer.replace(next));
        }
    }

    private void addOrRemoveSecond(LoadBalancer balancer) {
        if (second) {
            balancer.await(balancer.remove("u"));
        } else {
            balancer.await(balancer.add(service("u", randomPolicy(), randomPolicy())));
        }
        second = !second;
    }

    private LiveConnections randomPolicy() {
        return switch (random.nextInt(3)) {
            case 0 -> LiveConnections.FINISH;
            case 1 -> LiveConnections.RESET;
            default -> LiveConnections.finishWithin(Duration.ofMillis(1 + random.nextInt(300)));
        };
    }

    /** All servers, with one of the schedulers; now and then the gate is narrow. */
    private TcpService service(String name, LiveConnections whenServerDown, LiveConnections whenDrainEnds) {
        List<Scheduler> schedulers = List.of(
                Scheduler.roundRobin(),
                Scheduler.weightedRoundRobin(),
                Scheduler.leastConnections(),
                Scheduler.weightedLeastConnections(),
                Scheduler.priority());
        limit = random.nextInt(4) == 0 ? clients / 4 : 0;
        TcpService.Builder builder = VirtualService.tcp(name)
                .listen("127.0.0.1", 0)
                .healthPolicy(POLICY)
                .timeouts(TIMEOUTS)
                .scheduler(schedulers.get(random.nextInt(schedulers.size())))
                .whenServerDown(whenServerDown)
                .whenDrainEnds(whenDrainEnds)
                .limits(ConnectionLimits.NONE.connections(limit));
        servers.forEach(server -> builder.server(server.asMember()));
        return builder.build();
    }

    // ---- the end ----

    private void settleAccounts(LoadBalancer balancer) throws IOException {
        try {
            Eventually.await(
                    "no server has a client", PATIENCE, () -> servers.stream().allMatch(server -> server.open() == 0));
            Balancers.awaitIdle(balancer);
            Inside.of(balancer).assertIdle(Balancers.SOON);
        } finally {
            balancer.close();
            for (ChaosServer server : servers) {
                server.close();
            }
        }
        System.out.println(account());
        assertTrue(
                ledger.problems.isEmpty(),
                () -> account()
                        + ledger.problems.stream()
                                .limit(20)
                                .map(problem -> "\n  " + problem)
                                .reduce("", String::concat));
        assertEquals(0, allocator.usedDirectMemory());
        assertEquals(0, allocator.usedHeapMemory());
        assertTrue(outcomes.get(Outcome.COMPLETE).get() > clients, this::account);
        assertTrue(calmOnes.get() > 0, this::account);
    }

    private String account() {
        return "chaos on " + transport + ", seed " + seed + ": " + ids.get() + " connections " + outcomes + ", "
                + calmOnes.get() + " within calms, " + (bytes.get() >> 20) + " MiB meant, " + changes + " changes, "
                + ledger.problems.size() + " problems";
    }
}
