package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.PoolHandle;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.status.AdminState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** What waits for the next turn, of the engine and of its model, in one order: commands, and rows of failures. */
final class ModelCommands {

    /** The stage is null for what is no command. */
    private record Pending(Object what, CompletableFuture<Void> stage, Runnable inModel) {}

    private final EngineRig rig;
    private final Model model;
    private final boolean inOtherPool;
    private final AffinityTable shared;
    private final List<Pending> pending = new ArrayList<>();
    private boolean closed;

    /** The model is of the services' default pools, or of another pool that each of them has. */
    ModelCommands(EngineRig rig, boolean inOtherPool) {
        this.rig = rig;
        this.inOtherPool = inOtherPool;
        this.model = new Model(this::suspect, !inOtherPool);
        this.shared = AffinityTable.inMemory(Features.TABLE_TIMEOUT, 100_000, rig.time);
    }

    /** The name of the modelled pool of a service. */
    String pool(String service) {
        return inOtherPool ? Step.OTHER_POOL : service;
    }

    Model model() {
        return model;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    void run(Duration time) {
        List<Boolean> fails = pending.stream().map(ModelCommands::failsInModel).toList();
        model.turn();
        model.advance(time);
        rig.advance(time);
        for (int i = 0; i < pending.size(); i++) {
            Pending command = pending.get(i);
            if (command.stage != null) {
                assertTrue(command.stage.isDone(), command.toString());
                assertEquals(fails.get(i), command.stage.isCompletedExceptionally(), command.toString());
            }
        }
        pending.clear();
    }

    private static boolean failsInModel(Pending command) {
        try {
            command.inModel.run();
            return false;
        } catch (NoSuchElementException | IllegalArgumentException e) {
            return true;
        }
    }

    void close() {
        run(Duration.ZERO);
        // In the model first: whoever waits is called by the engine, and compares itself with the model.
        List.copyOf(model.services.keySet()).forEach(model::uninstall);
        rig.run(rig.engine::close);
        rig.control.close();
        closed = true;
    }

    private void suspect(ModelMember member) {
        if (!closed) {
            pending.add(new Pending(member, null, () -> member.ejection.suspect(member, model)));
        }
    }

    void post(Step step) {
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
            VirtualService real = replace.config().real(shared, inOtherPool);
            submit(step, () -> rig.engine.reconfigure(real), () -> model.replace(replace.config()));
        } else if (step instanceof Step.AddService add) {
            VirtualService real = add.config().real(shared, inOtherPool);
            submit(step, () -> install(real), () -> model.install(add.config()));
        } else if (step instanceof Step.RemoveService remove) {
            submit(step, () -> rig.engine.uninstall(remove.service()), () -> model.uninstall(remove.service()));
        } else if (step instanceof Step.Verdict verdict) {
            submit(
                    step,
                    () -> rig.watch.verdict(verdict.target(), verdict.health(), ""),
                    () -> model.verdict(verdict.target(), verdict.health()));
        } else {
            throw new AssertionError("no command: " + step);
        }
    }

    private void install(VirtualService config) {
        if (!rig.engine.problems(config, true).isEmpty()) {
            throw new IllegalArgumentException("taken");
        }
        rig.engine.install(config);
    }

    private void submit(Step step, Runnable inEngine, Runnable inModel) {
        pending.add(new Pending(step, rig.control.submit(inEngine).toCompletableFuture(), inModel));
    }

    private void service(
            Step step,
            String name,
            Function<PoolHandle, CompletionStage<Void>> command,
            Consumer<ModelService> inModel) {
        ModelService service = model.services.get(name);
        if (service != null) {
            CompletionStage<Void> stage = command.apply(rig.handle(name).pool(pool(name)));
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
}
