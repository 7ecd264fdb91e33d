package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.testkit.ScriptedRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An engine and the model of it, led through the same steps and compared after each. */
final class ModelRun {

    private final EngineRig rig;
    private final ModelCommands commands;
    private final Model model;
    private final ModelCheck check;
    private final List<ModelSelection> slots = new ArrayList<>();
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final List<Choice> answers;

    /** Writes down what choose answers, so that the test can see that it has seen everything. */
    ModelRun(long seed, List<Choice> answers) {
        this.answers = answers;
        RandomSource random = ScriptedRandom.seeded(seed);
        // From near the end of the nanosecond clock, so that some runs pass it. Ejections are as long as can be: the
        // steps of their jitter are known by their number.
        rig = new EngineRig(Long.MAX_VALUE - 60_000_000_000L, bound -> bound == 1000 ? 0 : random.nextInt(bound));
        commands = new ModelCommands(rig, seed % 2 != 0);
        model = commands.model();
        check = new ModelCheck(rig, model, commands::pool);
        Worker[] workers = new Worker[EngineRig.WORKERS];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = rig.engine.worker(i);
        }
        for (int i = 0; i < Steps.SLOTS; i++) {
            slots.add(new ModelSelection(model, workers[i % workers.length], endpoints));
        }
    }

    /** What it has come across so far. */
    Set<ModelSight> seen() {
        return model.seen;
    }

    void run(Step step) {
        if (step instanceof Step.Pick pick) {
            first(pick.slot(), ModelSelection::mayChoose, slot -> pick(slot, pick));
        } else if (step instanceof Step.Connect connect) {
            first(connect.slot(), ModelSelection::isReserved, ModelSelection::connect);
        } else if (step instanceof Step.Answer answer) {
            first(answer.slot(), ModelSelection::isReserved, ModelSelection::answer);
        } else if (step instanceof Step.Settle settle) {
            slots.get(settle.slot()).settle(settle.outcome());
        } else if (step instanceof Step.Exclude exclude) {
            first(exclude.slot(), ModelSelection::isReserved, slot -> slot.exclude(exclude.outcome()));
        } else if (step instanceof Step.Enter enter) {
            first(enter.slot(), ModelSelection::isSentToRoom, slot -> answered(slot.enter()));
        } else if (step instanceof Step.Hear hear) {
            first(hear.slot(), ModelSelection::wasCalled, slot -> answered(slot.hear()));
        } else if (step instanceof Step.EndWait end) {
            first(end.slot(), slot -> slot.waits() || slot.wasCalled(), slot -> answered(slot.endWait()));
        } else if (step instanceof Step.Turn) {
            commands.run(Duration.ZERO);
        } else if (step instanceof Step.Advance advance) {
            commands.run(advance.time());
        } else {
            commands.post(step);
        }
        check.check(!commands.isEmpty(), step instanceof Step.Turn || step instanceof Step.Advance);
    }

    private void first(int from, Predicate<ModelSelection> able, Consumer<ModelSelection> act) {
        for (int i = 0; i < slots.size(); i++) {
            ModelSelection slot = slots.get((from + i) % slots.size());
            if (able.test(slot)) {
                act.accept(slot);
                return;
            }
        }
    }

    private void pick(ModelSelection slot, Step.Pick pick) {
        if (!slot.isBegun()) {
            ModelService service = model.services.get(pick.service());
            if (service == null) {
                return;
            }
            ServiceState live = rig.engine.service(pick.service()).state();
            LivePool pool = live.pool(commands.pool(pick.service()));
            slot.begin(
                    pool,
                    service,
                    new ModelClient(model, pick.client(), live.affinity(pool), service.table, pick.host()));
        }
        answered(slot.choose());
    }

    private void answered(Choice choice) {
        if (choice != null) {
            answers.add(choice);
        }
    }

    /** Closes, with selections still open; then ends those. */
    void close() {
        commands.close();
        check.check(false, true);
        for (ModelSelection slot : slots) {
            if (slot.isReserved()) {
                slot.exclude(Outcome.ENDED_BY_BALANCER);
            }
            if (slot.isSentToRoom()) {
                slot.enter();
            }
            assertEquals(false, slot.waits(), () -> "nobody can be waited for: " + slot);
            if (slot.wasCalled()) {
                slot.hear();
            } else if (slot.isBegun() && slot.mayChoose()) {
                slot.choose();
            }
            slot.settle(Outcome.ENDED_BY_BALANCER);
            check.check(false, false);
        }
        model.inFlight.forEach((id, left) -> assertEquals(0, left, id));
        endpoints.forEach((id, endpoint) -> assertEquals(0, endpoint.inFlight(), id));
        assertEquals(0, rig.time.pendingTasks());
        assertEquals(0, rig.watch.watches());
    }
}
