package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.engine.Worker;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A selection beside what the model knows of it; each choice must be justified by the state that it began with. */
final class ModelSelection {

    private final Model model;
    private final Worker worker;
    private final Selection selection = new Selection();
    private final Set<String> tried = new HashSet<>();
    /** One endpoint for each address as long as anything is in flight there. */
    private final Map<String, Endpoint> endpoints;

    private LivePool pool;
    private ModelService.State state;
    private Published held;

    ModelSelection(Model model, Worker worker, Map<String, Endpoint> endpoints) {
        this.model = model;
        this.worker = worker;
        this.endpoints = endpoints;
    }

    boolean isBegun() {
        return pool != null;
    }

    boolean isReserved() {
        return held != null;
    }

    void begin(LivePool from, ModelService.State published) {
        pool = from;
        state = published;
    }

    Choice choose(String host) {
        Choice choice = pool.choose(worker, host, selection);
        List<Published> persisted = state.members().stream()
                .filter(member -> member.server().host().equals(host) && member.takesPersisted())
                .filter(this::accepts)
                .toList();
        List<Published> eligible =
                state.members().stream().filter(Published::takesNew).toList();
        List<Published> candidates = eligible.stream().filter(this::accepts).toList();
        if (persisted.isEmpty() && candidates.isEmpty()) {
            Predicate<Published> wasTried =
                    member -> tried.contains(member.server().id());
            Choice why = eligible.isEmpty()
                    ? Choice.NONE_AVAILABLE
                    : eligible.stream().allMatch(wasTried) ? Choice.ALL_TRIED : Choice.ALL_FULL;
            assertEquals(why, choice, this::toString);
            assertTrue(!selection.isReserved());
            return choice;
        }
        assertEquals(Choice.PICKED, choice, this::toString);
        held = state.members().stream()
                .filter(member -> member.server().id().equals(selection.member().id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no member: " + selection.member()));
        if (persisted.isEmpty()) {
            int best = candidates.stream()
                    .mapToInt(member -> member.server().priority())
                    .min()
                    .orElseThrow();
            checkScheduler(candidates.stream()
                    .filter(member -> member.server().priority() == best)
                    .toList());
        } else {
            assertSame(persisted.get(0), held, this::toString);
        }
        reserved();
        return choice;
    }

    private boolean accepts(Published member) {
        String id = member.server().id();
        int limit = member.server().limit();
        return !tried.contains(id) && (limit == 0 || model.inFlight(id) < limit);
    }

    /** What any scheduler must keep, and what some promise. */
    private void checkScheduler(List<Published> candidates) {
        assertTrue(candidates.contains(held), () -> held + " is none of " + candidates);
        Comparator<Published> order =
                switch (Step.SCHEDULERS.get(state.config().scheduler()).name()) {
                    case "least-connections" ->
                        Comparator.comparingInt(
                                member -> model.inFlight(member.server().id()));
                    case "weighted-least-connections" ->
                        Comparator.comparingDouble(
                                member -> model.inFlight(member.server().id()) / (double) member.weight());
                    case "priority" -> Comparator.comparingLong(member -> member.life().ordinal);
                    default -> (a, b) -> 0;
                };
        candidates.forEach(other -> assertTrue(order.compare(held, other) <= 0, () -> held + " before " + other));
    }

    private void reserved() {
        String id = held.server().id();
        assertEquals(held.weight(), selection.member().weight());
        assertTrue(selection.isReserved());
        int before = model.inFlight(id);
        Endpoint endpoint = selection.member().endpoint();
        assertTrue(before == 0 || endpoints.get(id) == endpoint, () -> "another endpoint of " + id);
        endpoints.put(id, endpoint);
        assertEquals(before + 1, endpoint.inFlight());
        model.inFlight.put(id, before + 1);
        held.life().connections++;
    }

    void settle(Outcome outcome) {
        if (isReserved()) {
            assertTrue(selection.settle(outcome, 1));
            released(outcome);
        }
        selection.reset();
        tried.clear();
        pool = null;
        state = null;
    }

    void exclude(Outcome outcome) {
        if (isReserved()) {
            selection.exclude(outcome, 1);
            tried.add(held.server().id());
            released(outcome);
            assertEquals(tried.size(), selection.triedCount());
        }
    }

    private void released(Outcome outcome) {
        model.inFlight.merge(held.server().id(), -1, Integer::sum);
        held.life().failures += outcome.isFailure() ? 1 : 0;
        held = null;
    }

    @Override
    public String toString() {
        return "chosen from " + state + ", tried " + tried + ", in flight " + new HashMap<>(model.inFlight);
    }
}
