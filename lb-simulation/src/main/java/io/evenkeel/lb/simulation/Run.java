package io.evenkeel.lb.simulation;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.LiveConnections;
import io.evenkeel.lb.Pool;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.Retries;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.engine.handle.ServiceControl;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.health.HealthMonitor;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.ServiceSnapshot;
import io.evenkeel.lb.testkit.ScriptedRandom;
import io.evenkeel.lb.testkit.VirtualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulation: the engine and its monitor on a virtual clock, and beside that the agenda of servers and clients.
 * Always the earlier of both is next, and of two at the same time the clock's. One thread plays all.
 */
final class Run {

    private final Simulation simulation;
    private final VirtualTime time;
    private final long start;
    private final ControlLoop control;
    private final Engine engine;
    private final Worker worker;
    private final LiveService service;
    private final Names names;
    private final Agenda agenda = new Agenda();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Tally tally;
    private final RetryBudget retries;
    private final Door door;

    // Apart, so that another scheduler or policy changes neither who comes when nor, of servers, more than it must.
    private final RandomSource checks;
    private final RandomSource servers;

    /** Requests that have come and have no ending yet. */
    private int open;

    Run(Simulation simulation, VirtualTime time, Duration length) {
        this.simulation = simulation;
        this.time = time;
        this.start = time.nanoTime();
        this.tally = new Tally(this::sinceStart);
        this.checks = random(1);
        this.servers = random(2);
        this.control = new ControlLoop(time.executor());
        RandomSource decisions = random(3);
        HealthMonitor monitor = new HealthMonitor(control, time, decisions, (target, timeout, handler, onFailure) -> {
            throw new AssertionError("a simulated check opens no connection");
        });
        this.names = new Names(control);
        this.engine = new Engine(
                new EngineContext(
                        control,
                        time,
                        decisions,
                        1,
                        (spec, listener) -> monitor.watch(simulated(spec), listener),
                        names,
                        HealthChecks.tcp(),
                        this::onLoss),
                List.of(tally));
        this.worker = engine.worker(0);
        VirtualService config = simulation.service();
        this.retries = new RetryBudget(this::httpRetries);
        this.door = new Door(this);
        command(control.submit(() -> engine.install(config)));
        this.service = engine.service(config.name());
        config.pools().forEach(pool -> pool.servers().forEach(server -> tally.server(server.id())));
        simulation
                .script()
                .forEach(step ->
                        at(start + step.at().toNanos(), () -> step.action().accept(this)));
        new Arrivals(this, simulation, start + length.toNanos(), random(4)).begin();
    }

    private RandomSource random(int stream) {
        // Mixed (Stafford's variant 13), as generators with seeds next to each other begin alike.
        long mixed = simulation.seed() + stream * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return ScriptedRandom.seeded(mixed ^ mixed >>> 31);
    }

    /** Plays it to the last ending. */
    Report play(Duration length) {
        long end = start + length.toNanos();
        for (Agenda.Item next = agenda.peek();
                next != null && (open > 0 || next.at() - end < 0);
                next = agenda.peek()) {
            Duration until = Duration.ofNanos(next.at() - now());
            Optional<Duration> task = time.untilNextTask();
            if (task.isPresent() && task.get().compareTo(until) <= 0) {
                time.advance(task.get()); // what it does may come before what was next
            } else {
                time.advance(until);
                agenda.remove();
                next.run();
            }
        }
        if (now() - end < 0) {
            time.advance(Duration.ofNanos(end - now()));
        }
        ServiceSnapshot snapshot = new ServiceControl(engine, service, List::of).snapshot();
        tally.close();
        command(control.submit(engine::close));
        return new Report(simulation, length, tally, snapshot);
    }

    // ---- time ----

    long now() {
        return time.nanoTime();
    }

    long sinceStart() {
        return time.nanoTime() - start;
    }

    Registration at(long nanos, Runnable action) {
        return agenda.at(nanos, action);
    }

    void soon(Runnable action) {
        agenda.at(now(), action);
    }

    /** On the control thread. */
    Registration afterwards(long nanos, Runnable action) {
        return control.schedule(action, Duration.ofNanos(nanos));
    }

    // ---- the engine ----

    private ProbeSpec simulated(ProbeSpec spec) {
        return new ProbeSpec(spec.target(), new SimulatedCheck(spec.check(), this), spec.policy());
    }

    private Retries httpRetries() {
        return service.config() instanceof HttpService http ? http.retries() : Retries.NONE;
    }

    /** Lets the engine do it, up to its publication; it fails with what that failed with. */
    void command(CompletionStage<?> command) {
        time.runReady();
        try {
            command.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** What the script has an operator do. */
    void operate(Simulation.Operation operation) {
        command(operation.on(new ServiceControl(engine, service, List::of)));
    }

    /** What the script has a server do. */
    void change(String id, UnaryOperator<SimulatedServer> change) {
        List<String> ids = ids();
        if (!ids.contains(id)) {
            throw Setting.refusal("server", id, "one of " + ids);
        }
        Machine machine = machine(id);
        machine.become(Objects.requireNonNull(change.apply(machine.server()), "a server's change must not be null"));
    }

    void replace(VirtualService next) {
        command(control.submit(() -> engine.reconfigure(next)));
    }

    LiveService service() {
        return service;
    }

    Worker worker() {
        return worker;
    }

    private void onLoss(LiveService of, LivePool pool, Endpoint endpoint, TrafficListener.Loss loss) {
        VirtualService config = of.config();
        LiveConnections policy = switch (loss) {
            case DOWN -> config.whenServerDown();
            case DRAIN_ENDED -> config.whenDrainEnds();
            case REMOVED -> LiveConnections.FINISH;
        };
        policy.grace()
                .ifPresent(grace -> machines.values().stream()
                        .flatMap(machine -> machine.requests().stream())
                        .filter(request -> request.isAt(pool, endpoint))
                        .forEach(request -> at(now() + grace.toNanos(), request::cut)));
    }

    // ---- servers ----

    /** The server of an id, which is one machine whatever pools have it. */
    Machine machine(String id) {
        return machines.computeIfAbsent(id, any -> new Machine(this, id, simulation.everyServer()));
    }

    RandomSource servers() {
        return servers;
    }

    private List<String> ids() {
        return declared().stream().map(RealServer::id).distinct().toList();
    }

    private List<RealServer> declared() {
        List<RealServer> all = new ArrayList<>();
        for (Pool pool : service.config().pools()) {
            all.addAll(pool.servers());
            pool.availability().sorryServer().ifPresent(all::add);
        }
        return all;
    }

    Registration check(HealthCheck check, CheckRun verdict) {
        return machine(checked(verdict.target())).check(check, verdict, checks);
    }

    /** The server at the port that is checked; of a port that is nobody's, the first of its host. */
    private String checked(CheckTarget target) {
        List<RealServer> there = declared().stream()
                .filter(server -> address(server).getHostAddress().equals(target.host()))
                .toList();
        return there.stream()
                .filter(server -> server.port() == target.port())
                .findFirst()
                .orElse(there.get(0))
                .id();
    }

    private InetAddress address(RealServer server) {
        return server.address().orElseGet(() -> names.resolve(server.host()));
    }

    // ---- clients ----

    void admit(Client client, RequestHead head) {
        open++;
        tally.arrived();
        VirtualService config = service.config();
        Request request = config instanceof TcpService tcp
                ? new TcpRequest(this, client, tcp)
                : new HttpRequest(this, client, (HttpService) config, head);
        request.begin();
    }

    void ended(Ending ending, long nanos, @Nullable String server) {
        open--;
        tally.ended(ending, nanos, server);
    }

    long patienceNanos() {
        return simulation.patience().toNanos();
    }

    Door door() {
        return door;
    }

    RetryBudget retries() {
        return retries;
    }

    Tally tally() {
        return tally;
    }
}
