package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.EngineContext;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.engine.handle.ServiceControl;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.ScriptedRandom;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A whole engine in virtual time. Commands run at once; what it tells is recorded. */
final class EngineRig {

    /** Never run: the fake watch gives the verdicts. */
    record Check(String name) implements HealthCheck {
        @Override
        public Registration start(CheckRun run) {
            throw new AssertionError("the engine runs no checks");
        }
    }

    static final Check CHECK = new Check("default");
    static final int WORKERS = 2;

    final VirtualTime time;
    final ControlLoop control;
    final FakeWatch watch = new FakeWatch();
    final FakeNames names = new FakeNames();
    /** What was told, oldest first, one line each. */
    final List<String> told = new ArrayList<>();

    final Engine engine;
    final Worker worker;

    EngineRig(LoadBalancerObserver... observers) {
        this(0, observers);
    }

    EngineRig(long startNanos, LoadBalancerObserver... observers) {
        this(startNanos, ScriptedRandom.repeating(0), observers);
    }

    EngineRig(long startNanos, RandomSource random, LoadBalancerObserver... observers) {
        time = VirtualTime.startingAt(startNanos, Instant.parse("2024-01-01T00:00:00Z"));
        control = new ControlLoop(time.executor());
        List<LoadBalancerObserver> all = new ArrayList<>(List.of(observers));
        all.add(new RecordingObserver(told));
        engine = new Engine(
                new EngineContext(
                        control,
                        time,
                        random,
                        WORKERS,
                        watch,
                        names,
                        CHECK,
                        (service, pool, endpoint, loss) -> told.add("loss "
                                + RecordingObserver.where(service.name(), pool.name()) + " " + endpoint + " " + loss)),
                all);
        worker = engine.worker(0);
    }

    /** A service that is not checked. */
    static TcpService.Builder unchecked(String name) {
        return VirtualService.tcp(name).listen("127.0.0.1", 0).healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT);
    }

    /** A service with the default check. */
    static TcpService.Builder checked(String name) {
        return VirtualService.tcp(name).listen("127.0.0.1", 0);
    }

    /** An HTTP service with the default check. */
    static HttpService.Builder http(String name) {
        return VirtualService.http(name).listen("127.0.0.1", 0);
    }

    /** Runs a change on the control loop, up to its publication. */
    void run(Runnable change) {
        done(control.submit(change));
    }

    /** Runs the control loop until the command is done, and fails with what it failed with. */
    void done(CompletionStage<Void> command) {
        time.runReady();
        try {
            if (!command.toCompletableFuture().isDone()) {
                throw new AssertionError("the command is not done");
            }
            command.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    LiveService install(VirtualService service) {
        run(() -> engine.install(service));
        return engine.service(service.name());
    }

    void reconfigure(VirtualService service) {
        run(() -> engine.reconfigure(service));
    }

    void uninstall(String name) {
        run(() -> engine.uninstall(name));
    }

    ServiceControl handle(String service) {
        return new ServiceControl(engine, engine.service(service), List::of);
    }

    ServerHandle server(String service, String id) {
        return handle(service).server(id);
    }

    ServerSnapshot snapshot(String service, String id) {
        return server(service, id).snapshot();
    }

    void verdict(String target, Health health) {
        verdict(target, health, health == Health.UP ? "" : "refused");
    }

    void verdict(String target, Health health, String cause) {
        run(() -> watch.verdict(target, health, cause));
    }

    void advance(Duration by) {
        time.advance(by);
    }

    /** Chooses in a new selection; the id of the server, or why there is none. */
    String choose(String service) {
        return choose(service, new Selection());
    }

    String choose(String service, Selection selection) {
        return choose(service, null, selection);
    }

    String choose(String service, String host, Selection selection) {
        return choose(engine.service(service).pool(), host, selection);
    }

    String choose(LivePool pool, String host, Selection selection) {
        Choice choice = pool.choose(worker, host, selection);
        return choice == Choice.PICKED ? selection.member().id() : choice.toString();
    }

    /** Chooses a hundred times, each client leaving at once; the servers that got any, by id, or why there is none. */
    String spread(String service) {
        Set<String> got = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            Selection selection = new Selection();
            got.add(choose(service, selection));
            if (selection.isReserved()) {
                selection.settle(Outcome.TIMED_OUT, 1); // an end that says nothing about the server
            }
        }
        return String.join(" ", got);
    }

    /** Lets a client who persists to a host, or to none, fail to connect. */
    void fail(String service, String host) {
        Selection selection = new Selection();
        choose(service, host, selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        selection.reset();
        time.runReady();
    }

    /** What was told since the last call. */
    List<String> told() {
        List<String> lines = List.copyOf(told);
        told.clear();
        return lines;
    }
}
