package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.testkit.engine.ModelMember.Published;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A selection beside what the model knows of it; each choice must be justified by the state that it began with. */
final class ModelSelection {

    private enum Stage {
        /** May choose, whether for the first time or not. */
        FREE,
        HOLDS,
        /** Was told to wait. */
        SENT_TO_ROOM,
        WAITS,
        CALLED
    }

    /** What it may do when all servers are full. */
    private enum Patience {
        NEW,
        CALLED,
        OVER,
        TURNED_AWAY
    }

    /** What choose should answer. */
    private record Expected(Choice choice, List<Published> candidates, boolean persisted, boolean standIn) {}

    private final Model model;
    private final Worker worker;
    private final Selection selection = new Selection();
    private final Set<String> tried = new HashSet<>();
    /** One endpoint for each address as long as anything is in flight there. */
    private final Map<String, Endpoint> endpoints;

    private LivePool live;
    private ModelService service;
    private ModelState state;
    private ModelClient client;
    private Stage stage = Stage.FREE;
    private Patience patience = Patience.NEW;
    private long ticket;
    private Published held;
    private boolean answered;

    ModelSelection(Model model, Worker worker, Map<String, Endpoint> endpoints) {
        this.model = model;
        this.worker = worker;
        this.endpoints = endpoints;
    }

    boolean isBegun() {
        return live != null;
    }

    boolean mayChoose() {
        return stage == Stage.FREE;
    }

    boolean isReserved() {
        return stage == Stage.HOLDS;
    }

    boolean isSentToRoom() {
        return stage == Stage.SENT_TO_ROOM;
    }

    boolean waits() {
        return stage == Stage.WAITS;
    }

    boolean wasCalled() {
        return stage == Stage.CALLED;
    }

    /** Its place in the row; the last one for those who come new. */
    long ticket() {
        return ticket == 0 ? Long.MAX_VALUE : ticket;
    }

    /** Whether any server would do. */
    boolean isContent() {
        return tried.isEmpty();
    }

    boolean persists() {
        return client.host() != null;
    }

    boolean mayHope(ModelState now) {
        return now.eligible().stream().anyMatch(member -> !tried.contains(member.id()));
    }

    boolean isAcceptedBy(ModelState now) {
        return now.eligible().stream().anyMatch(this::accepts)
                || now.persisted(client.host()).stream().anyMatch(this::accepts);
    }

    private boolean accepts(Published member) {
        int limit = member.server().limit();
        return !tried.contains(member.id()) && (limit == 0 || model.inFlight(member.id()) < limit);
    }

    void begin(LivePool from, ModelService inModel, ModelClient by) {
        live = from;
        service = inModel;
        client = by;
        client.lookUp();
    }

    // ---- choose ----

    Choice choose() {
        if (state == null) {
            state = service.published;
        }
        Expected expected = expected();
        model.see(ModelSight.CALLED, patience == Patience.CALLED);
        model.see(ModelSight.CALLED_IN_VAIN, patience == Patience.CALLED && expected.choice == Choice.WAIT);
        model.see(ModelSight.WAITS_AFTER_A_FAILURE, expected.choice == Choice.WAIT && !tried.isEmpty());
        Choice choice = live.choose(worker, client.host(), selection);
        assertEquals(expected.choice, choice, this::toString);
        if (patience == Patience.CALLED && choice != Choice.WAIT) {
            patience = Patience.NEW;
            service.room.arrived();
        }
        stage = choice == Choice.WAIT ? Stage.SENT_TO_ROOM : Stage.FREE;
        if (choice == Choice.PICKED) {
            picked(expected);
        }
        return choice;
    }

    private Expected expected() {
        List<Published> own = state.persisted(client.host());
        List<Published> accepting = own.stream().filter(this::accepts).toList();
        if (!accepting.isEmpty()) {
            return new Expected(Choice.PICKED, accepting.subList(0, 1), true, false);
        }
        boolean standIn = own.stream().anyMatch(member -> !tried.contains(member.id()));
        boolean mayOvertake = patience == Patience.CALLED || patience == Patience.OVER;
        if (mayOvertake || !service.room.isClosedToNew()) {
            for (List<Published> tier : state.tiers()) {
                List<Published> candidates = tier.stream().filter(this::accepts).toList();
                if (!candidates.isEmpty()) {
                    return new Expected(Choice.PICKED, candidates, false, standIn);
                }
            }
        }
        Choice why = state.eligible().isEmpty()
                ? Choice.NONE_AVAILABLE
                : mayHope(state) ? Choice.ALL_FULL : Choice.ALL_TRIED;
        boolean mayWait = patience == Patience.NEW || patience == Patience.CALLED;
        if (why == Choice.ALL_FULL && mayWait && service.room.places() > 0) {
            return new Expected(Choice.WAIT, List.of(), false, false);
        }
        if (state.sorry() != null && !tried.contains(state.sorry().server.id())) {
            return new Expected(Choice.PICKED, List.of(state.sorry().published()), true, true);
        }
        return new Expected(why, List.of(), false, false);
    }

    private void picked(Expected expected) {
        String id = selection.member().id();
        held = expected.candidates.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is none of " + expected.candidates + ", " + this));
        see(expected);
        if (!expected.persisted && !service.mayStartSlowly(model.now())) {
            checkScheduler(expected.candidates);
        }
        assertEquals(expected.standIn, selection.isStandIn(), this::toString);
        assertEquals(held.weight(), selection.member().weight());
        if (service.members.get(id) == held.life()) {
            held.life().slowStart.check(selection.member().ramp(), model.now());
        }
        assertTrue(selection.isReserved());
        stage = Stage.HOLDS;
        answered = false;
        int before = model.inFlight(id);
        Endpoint endpoint = selection.member().endpoint();
        assertTrue(before == 0 || endpoints.get(id) == endpoint, () -> "another endpoint of " + id);
        endpoints.put(id, endpoint);
        assertEquals(before + 1, endpoint.inFlight());
        model.inFlight.put(id, before + 1);
        held.life().connections++;
    }

    private void see(Expected expected) {
        boolean sorry = state.sorry() != null && state.sorry().server.id().equals(held.id());
        model.see(ModelSight.SORRY_SERVER, sorry);
        model.see(ModelSight.STAND_IN, expected.standIn && !sorry);
        model.see(ModelSight.PERSISTED, expected.persisted && !sorry);
        boolean takesNew = state.eligible().contains(held);
        model.see(ModelSight.PERSISTED_TO_ONE_THAT_TAKES_NO_OTHERS, expected.persisted && !sorry && !takesNew);
        model.see(ModelSight.PANIC, takesNew && !held.isUp());
        model.see(ModelSight.SLOW_START, held.life().slowStart.isCertain(model.now()));
        long priorities = expected.candidates.stream()
                .map(member -> member.server().priority())
                .distinct()
                .count();
        model.see(ModelSight.OVERFLOW, priorities > 1);
    }

    /** What some schedulers promise. */
    private void checkScheduler(List<Published> candidates) {
        Comparator<Published> order =
                switch (Step.SCHEDULERS.get(state.config().scheduler()).name()) {
                    case "least-connections" -> Comparator.comparingInt(member -> model.inFlight(member.id()));
                    case "weighted-least-connections" ->
                        Comparator.comparingDouble(member -> model.inFlight(member.id()) / (double) member.weight());
                    case "priority" ->
                        Comparator.comparingInt(
                                        (Published member) -> member.server().priority())
                                .thenComparingLong(member -> member.life().ordinal);
                    default -> (a, b) -> 0;
                };
        candidates.forEach(other -> assertTrue(order.compare(held, other) <= 0, () -> held + " before " + other));
    }

    // ---- wait ----

    /** Into the room; what comes of that, or null where it waits. */
    Choice enter() {
        boolean expected = ticket != 0 || !service.room.isFull();
        if (patience == Patience.CALLED) {
            patience = Patience.NEW;
            service.room.arrived();
        }
        stage = Stage.WAITS;
        service.room.enter(this);
        long place = live.room().enter(ticket, selection, this::called);
        assertEquals(expected, place != 0, this::toString);
        if (place == 0) {
            model.see(ModelSight.NO_PLACE_TO_WAIT, true);
            service.room.leave(this);
            selection.turnedAway();
            patience = Patience.TURNED_AWAY;
            return choose();
        }
        assertTrue(ticket == 0 || ticket == place, "the ticket is kept");
        ticket = place;
        return null;
    }

    private void called() {
        assertSame(Stage.WAITS, stage, this::toString);
        stage = Stage.CALLED;
        service.room.called(this);
    }

    Choice hear() {
        selection.called();
        state = null;
        patience = Patience.CALLED;
        return choose();
    }

    /** Has waited for too long; what comes of that, or null where it was called meanwhile. */
    Choice endWait() {
        boolean there = live.room().leave(ticket);
        assertEquals(stage == Stage.WAITS, there);
        if (!there) {
            return null;
        }
        model.see(ModelSight.WAITED_TOO_LONG, true);
        service.room.leave(this);
        selection.endWait();
        state = null;
        patience = Patience.OVER;
        return choose();
    }

    // ---- the rest of its life ----

    void connect() {
        client.connected(selection, state.boundAs(held));
    }

    void answer() {
        selection.answered();
        if (!answered) {
            held.life().ejection.answered();
        }
        answered = true;
    }

    /** Ends, wherever it is. */
    void settle(Outcome outcome) {
        if (stage == Stage.HOLDS) {
            assertTrue(selection.settle(outcome, 1));
            client.ended();
            released(outcome);
        } else if (stage == Stage.WAITS) {
            assertTrue(live.room().leave(ticket));
            service.room.leave(this);
        } else if (stage == Stage.CALLED || patience == Patience.CALLED) {
            model.see(ModelSight.CALLED_AND_GONE, true);
            service.room.arrived();
            live.room().passOn();
        }
        selection.reset();
        tried.clear();
        live = null;
        state = null;
        stage = Stage.FREE;
        patience = Patience.NEW;
        ticket = 0;
    }

    void exclude(Outcome outcome) {
        selection.exclude(outcome, 1);
        tried.add(held.id());
        released(outcome);
        assertEquals(tried.size(), selection.triedCount());
        stage = Stage.FREE;
    }

    private void released(Outcome outcome) {
        model.inFlight.merge(held.id(), -1, Integer::sum);
        ModelMember life = held.life();
        life.failures += outcome.isFailure() ? 1 : 0;
        if (life.ejection.settled(outcome, answered)) {
            model.suspicions.accept(life);
        }
        held = null;
    }

    @Override
    public String toString() {
        return stage + " " + patience + " ticket " + ticket + " with " + client + " from " + state + ", tried " + tried
                + ", in flight " + new HashMap<>(model.inFlight);
    }
}
