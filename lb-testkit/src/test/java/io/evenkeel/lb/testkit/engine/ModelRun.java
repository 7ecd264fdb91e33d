package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.ServerSnapshot;
import io.evenkeel.lb.ServiceSnapshot;
import io.evenkeel.lb.ServiceStatus;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.ServiceControl;
import io.evenkeel.lb.engine.Worker;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.ScriptedRandom;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** An engine and the model of it, led through the same steps and compared after each. */
final class ModelRun {

    /** A command that was posted to the engine and waits for its turn in the model. */
    private record Pending(Step step, CompletableFuture<Void> stage, Runnable inModel) {}

    private final EngineRig rig;
    private final Model model = new Model();
    private final List<Pending> pending = new ArrayList<>();
    private final List<ModelSelection> slots = new ArrayList<>();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final List<Choice> answers;
    private boolean closed;

    /** Writes down what choose answers, so that the test can see that it has seen everything. */
    ModelRun(long seed, List<Choice> answers) {
        this.answers = answers;
        // From near the end of the nanosecond clock, so that some runs pass it.
        rig = new EngineRig(Long.MAX_VALUE - 60_000_000_000L, ScriptedRandom.seeded(seed));
        Worker[] workers = new Worker[EngineRig.WORKERS];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = rig.engine.worker(i);
        }
        for (int i = 0; i < Steps.SLOTS; i++) {
            slots.add(new ModelSelection(model, workers[i % workers.length], endpoints));
        }
    }

    void run(Step step) {
        if (step instanceof Step.Pick pick) {
            pick(pick);
        } else if (step instanceof Step.Settle settle) {
            slots.get(settle.slot()).settle(settle.outcome());
        } else if (step instanceof Step.Exclude exclude) {
            slots.get(exclude.slot()).exclude(exclude.outcome());
        } else if (step instanceof Step.Turn) {
            advance(Duration.ZERO);
        } else if (step instanceof Step.Advance advance) {
            advance(advance.time());
        } else {
            post(step);
        }
        check();
    }

    /** Closes, with selections still open; then ends those. */
    void close() {
        advance(Duration.ZERO);
        rig.run(rig.engine::close);
        rig.control.close();
        closed = true;
        List.copyOf(model.services.keySet()).forEach(model::uninstall);
        check();
        for (ModelSelection slot : slots) {
            slot.exclude(Outcome.ENDED_BY_BALANCER);
            if (slot.isBegun()) {
                slot.choose(null);
            }
            slot.settle(Outcome.ENDED_BY_BALANCER);
            check();
        }
        model.inFlight.forEach((id, left) -> assertEquals(0, left, id));
        endpoints.forEach((id, endpoint) -> assertEquals(0, endpoint.inFlight(), id));
        assertEquals(0, rig.time.pendingTasks());
        assertEquals(0, rig.watch.watches());
    }

    private void pick(Step.Pick pick) {
        ModelSelection slot = slots.get(pick.slot());
        if (slot.isReserved()) {
            return;
        }
        if (!slot.isBegun()) {
            if (!model.services.containsKey(pick.service())) {
                return;
            }
            slot.begin(rig.engine.service(pick.service()).pool(), model.services.get(pick.service()).published);
        }
        answers.add(slot.choose(pick.host()));
    }

    private void advance(Duration time) {
        List<Boolean> fails = pending.stream().map(ModelRun::failsInModel).toList();
        model.turn();
        model.advance(time);
        rig.advance(time);
        for (int i = 0; i < pending.size(); i++) {
            Pending command = pending.get(i);
            assertTrue(command.stage().isDone(), command.toString());
            assertEquals(fails.get(i), command.stage().isCompletedExceptionally(), command.toString());
        }
        pending.clear();
    }

    private static boolean failsInModel(Pending command) {
        try {
            command.inModel().run();
            return false;
        } catch (NoSuchElementException | IllegalArgumentException e) {
            return true;
        }
    }

    // ---- commands ----

    private void post(Step step) {
        if (step instanceof Step.Drain drain) {
            server(
                    step,
                    drain.service(),
                    drain.id(),
                    handle -> handle.drain(drain.time()),
                    service -> model.admin(service, drain.id(), AdminState.DRAINING, drain.time()));
        } else if (step instanceof Step.Enable enable) {
            server(
                    step,
                    enable.service(),
                    enable.id(),
                    ServerHandle::enable,
                    service -> model.admin(service, enable.id(), AdminState.ENABLED, Duration.ZERO));
        } else if (step instanceof Step.Disable disable) {
            server(
                    step,
                    disable.service(),
                    disable.id(),
                    ServerHandle::disable,
                    service -> model.admin(service, disable.id(), AdminState.DISABLED, Duration.ZERO));
        } else if (step instanceof Step.Weight weight) {
            server(
                    step,
                    weight.service(),
                    weight.id(),
                    handle -> handle.weight(weight.weight()),
                    service -> model.weight(service, weight.id(), weight.weight()));
        } else if (step instanceof Step.Add add) {
            service(
                    step,
                    add.service(),
                    handle -> handle.add(add.server().real()),
                    service -> model.add(service, add.server()));
        } else if (step instanceof Step.Remove remove) {
            service(
                    step,
                    remove.service(),
                    handle -> handle.remove(remove.id()),
                    service -> model.remove(service, remove.id()));
        } else if (step instanceof Step.Replace replace) {
            submit(step, () -> rig.engine.reconfigure(replace.config().real()), () -> model.replace(replace.config()));
        } else if (step instanceof Step.AddService add) {
            submit(step, () -> install(add.config()), () -> model.install(add.config()));
        } else if (step instanceof Step.RemoveService remove) {
            submit(step, () -> rig.engine.uninstall(remove.service()), () -> model.uninstall(remove.service()));
        } else if (step instanceof Step.Verdict verdict) {
            submit(
                    step,
                    () -> rig.watch.verdict(verdict.target(), verdict.health(), ""),
                    () -> model.verdict(verdict.target(), verdict.health()));
        }
    }

    private void install(Step.Config config) {
        if (!rig.engine.problems(config.real(), true).isEmpty()) {
            throw new IllegalArgumentException("taken");
        }
        rig.engine.install(config.real());
    }

    private void submit(Step step, Runnable inEngine, Runnable inModel) {
        pending.add(new Pending(step, rig.control.submit(inEngine).toCompletableFuture(), inModel));
    }

    private void service(
            Step step,
            String name,
            Function<ServiceControl, CompletionStage<Void>> command,
            Consumer<ModelService> inModel) {
        ModelService service = model.services.get(name);
        if (service != null) {
            CompletionStage<Void> stage = command.apply(rig.handle(name));
            pending.add(new Pending(step, stage.toCompletableFuture(), () -> inModel.accept(service)));
        }
    }

    private void server(
            Step step,
            String name,
            String id,
            Function<ServerHandle, CompletionStage<Void>> command,
            Consumer<ModelService> inModel) {
        if (model.services.containsKey(name) && model.services.get(name).members.containsKey(id)) {
            service(step, name, handle -> command.apply(handle.server(id)), inModel);
        }
    }

    // ---- comparison ----

    private void check() {
        assertEquals(
                List.copyOf(model.services.keySet()),
                rig.engine.services().stream().map(LiveService::name).toList());
        model.services.forEach((name, service) -> check(rig.handle(name).snapshot(), service.published));
        int turn = pending.isEmpty() || closed ? 0 : 1;
        assertEquals(model.timers() + turn, rig.time.pendingTasks(), "timers");
        assertEquals(model.watches(), rig.watch.watches(), "watches");
        List<String> losses = rig.told().stream()
                .filter(line -> line.startsWith("loss"))
                .sorted()
                .toList();
        assertEquals(model.losses.stream().sorted().toList(), losses);
        model.losses.clear();
        assertEquals(0, rig.worker.doubleSettles());
    }

    private void check(ServiceSnapshot actual, ModelService.State expected) {
        assertEquals(expected.status(), actual.status());
        List<ServerSnapshot> servers = actual.pools().get(0).servers();
        assertEquals(expected.members().size(), servers.size());
        for (int i = 0; i < servers.size(); i++) {
            ServerSnapshot server = servers.get(i);
            Published member = expected.members().get(i);
            String id = member.server().id();
            assertEquals(id, server.id());
            assertEquals(id, server.address());
            assertEquals(member.weight(), server.weight(), id);
            assertEquals(member.health(), server.health(), id);
            assertEquals(member.admin(), server.admin(), id);
            assertEquals(model.inFlight(id), server.inFlight(), id);
            assertEquals(member.life().connections, server.totalConnections(), id);
            assertEquals(member.life().failures, server.failures(), id);
            boolean awaited =
                    member.health() == Health.UNKNOWN && expected.config().unknownIsUp();
            if (awaited && member.admin() == AdminState.ENABLED && member.weight() > 0) {
                assertTrue(actual.status() != ServiceStatus.DOWN, "emptied by " + id + ", which awaits its verdict");
            }
        }
    }
}
