package io.evenkeel.lb.benchmarks.peers.scenario;

import io.evenkeel.lb.benchmarks.peers.balancer.Traffic;
import io.evenkeel.lb.benchmarks.peers.load.Downloads;
import io.evenkeel.lb.benchmarks.peers.load.Load;
import io.evenkeel.lb.benchmarks.peers.load.Wrk;
import io.evenkeel.lb.benchmarks.peers.process.Backend;
import io.evenkeel.lb.benchmarks.peers.result.Figure;
import io.evenkeel.lb.benchmarks.peers.result.Goal;
import java.util.List;

/** All scenarios that this program knows, in the order of the report, with the project's goals. */
public final class Scenarios {

    private static final int CONNECTIONS = 64;
    private static final int BULK_CONNECTIONS = 4;
    private static final int MIB = 1 << 20;

    private Scenarios() {}

    /**
     * All of them.
     *
     * @return new ones: some keep what they have found out in calibration
     */
    public static List<Scenario> all() {
        return List.of(
                http(
                        "http-1k",
                        "answers of 1 KiB, 64 connections kept alive",
                        new Wrk(Backend.SMALL, CONNECTIONS, true, 0),
                        List.of(
                                cpu("haproxy", 0.85),
                                cpu("nginx", 0.90),
                                cpu("undertow", 0.5),
                                cpu("vertx", 0.5),
                                cpu("spring-cloud-gateway", 0.5))),
                http(
                        "http-64k",
                        "answers of 64 KiB, 64 connections kept alive",
                        new Wrk(Backend.MEDIUM, CONNECTIONS, true, 0),
                        List.of()),
                http(
                        "http-close",
                        "answers of 1 KiB, a new client connection for each request, 64 at a time",
                        new Wrk(Backend.SMALL, CONNECTIONS, false, 0),
                        List.of()),
                http(
                        "http-post-1m",
                        "requests with 1 MiB, which the server reads in full, 64 connections kept alive",
                        new Wrk(Backend.POST, CONNECTIONS, true, MIB),
                        List.of()),
                tcp(
                        "tcp-1k",
                        "1 KiB back for each request, 64 connections that stay open",
                        "request",
                        new Wrk(Backend.SMALL, CONNECTIONS, true, 0),
                        List.of(cpu("haproxy", 1.0))),
                tcp(
                        "tcp-conn",
                        "a new connection for each request of 1 KiB, 64 at a time",
                        "connection",
                        new Wrk(Backend.SMALL, CONNECTIONS, false, 0),
                        List.of(cpu("haproxy", 1.0))),
                new LoadScenario(
                        "tcp-bulk",
                        "bodies of 100 MiB, 4 connections at a time",
                        "GiB",
                        Traffic.TCP,
                        new Downloads(Backend.LARGE, BULK_CONNECTIONS),
                        Who.BULK,
                        List.of(Figure.CPU_PER_GIB),
                        List.of()),
                new LatencyScenario(),
                new IdleScenario(),
                ScaleScenario.servers(1),
                ScaleScenario.servers(10),
                ScaleScenario.servers(100),
                ScaleScenario.servers(1000),
                ScaleScenario.services(1),
                ScaleScenario.services(100),
                ScaleScenario.services(1000),
                new ChurnScenario(),
                new StartScenario());
    }

    private static Scenario http(String name, String question, Load load, List<Goal> goals) {
        return new LoadScenario(
                name, question, "request", Traffic.HTTP, load, Who.HTTP, List.of(Figure.CPU_PER_UNIT), goals);
    }

    private static Scenario tcp(String name, String question, String unit, Load load, List<Goal> goals) {
        return new LoadScenario(name, question, unit, Traffic.TCP, load, Who.TCP, List.of(Figure.CPU_PER_UNIT), goals);
    }

    private static Goal cpu(String peer, double atMost) {
        return Goal.ratio(Figure.CPU_PER_UNIT, peer, atMost);
    }
}
