package io.evenkeel.lb.simulation;

import io.evenkeel.lb.Refusal;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.Endpoint;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.engine.WaitingRoom;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.Registration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request, or connection, from its client's coming to its ending: look up the server that the client had, choose, wait
 * where all are full, dial, choose again where a server is not reached, all within one deadline; then wait for the answer.
 * The rules are those of the data plane's search; what only one protocol has is the subclass's. One timer at a time.
 */
abstract class Request {

    private enum Stage {
        LOOKING_UP,
        WAITING,
        DIALING,
        /** A server has it. */
        SERVED,
        ENDED
    }

    final Run run;
    final Client client;
    private final Selection selection;
    private final long arrivedAt;
    private final long leavesAt;

    private Stage stage = Stage.LOOKING_UP;
    private Registration timer = () -> {};

    private @Nullable LivePool pool;
    private @Nullable Affinity affinity;
    private @Nullable AffinityKey key;
    /** The host that the client belongs to, as far as is known. */
    private @Nullable String host;

    private boolean looking;
    private boolean found;
    /** The place in the waiting room, if there was one. */
    private long ticket;

    private long waitingSince;
    /** When the first server was dialed. */
    private long dialingSince;
    /** When the present attempt began, or the request was sent. */
    private long since;

    private @Nullable Machine machine;
    private long answerNanos;
    private long answerAt;
    private boolean fails;
    private boolean breaks;

    Request(Run run, Client client, Selection selection) {
        this.run = run;
        this.client = client;
        this.selection = selection;
        this.arrivedAt = run.now();
        this.leavesAt = arrivedAt + run.patienceNanos();
    }

    // ---- what protocols differ in ----

    abstract void begin();

    abstract long connectNanos();

    abstract long dialNanos();

    /** How long a server may be silent. */
    abstract long silenceNanos();

    /** How that counts. */
    abstract Outcome silence();

    /** A server is reserved: whether there is a connection to it already. */
    abstract boolean reuse();

    /** A connection to the server was made. */
    void connected() {}

    /** The server has answered; the reservation is settled next. */
    void answering() {}

    /** The server has ended the connection before its answer: whether the request goes on. */
    abstract boolean again();

    // ---- look up ----

    final void search(LivePool from, @Nullable String known, @Nullable Affinity table, @Nullable AffinityKey as) {
        pool = from;
        host = known;
        affinity = table;
        key = as;
        if (table == null || as == null) {
            choose();
            return;
        }
        looking = true;
        table.lookup(as, this::found);
        looking = false;
        if (found) {
            choose();
        } else {
            until(run.now() + table.lookupNanos(), this::choose);
        }
    }

    private void found(@Nullable String answer) {
        if (found || stage != Stage.LOOKING_UP) {
            return; // too late
        }
        found = true;
        host = answer;
        if (!looking) {
            until(run.now(), this::choose);
        }
    }

    // ---- choose and wait ----

    private void choose() {
        if (stage == Stage.LOOKING_UP) {
            found = true;
        }
        Choice choice = pool().choose(run.worker(), host, selection);
        switch (choice) {
            case PICKED -> reach();
            case WAIT -> enterRoom();
            case NONE_AVAILABLE, ALL_TRIED -> refuse(Refusal.NO_SERVER);
            case ALL_FULL -> refuse(fullRefusal());
        }
    }

    private Refusal fullRefusal() {
        if (pool().availability().maxWaiting() == 0) {
            return Refusal.NO_SERVER;
        }
        return ticket == 0 ? Refusal.QUEUE_FULL : Refusal.QUEUE_TIMEOUT;
    }

    private void enterRoom() {
        WaitingRoom room = pool().room();
        // Always heard, whatever becomes of the request meanwhile: who is called must choose or pass it on.
        long place = room.enter(ticket, selection, () -> run.soon(this::called));
        if (place == 0) {
            selection.turnedAway();
            choose();
            return;
        }
        if (ticket == 0) {
            waitingSince = run.now();
        }
        ticket = place;
        stage = Stage.WAITING;
        until(waitingSince + pool().availability().waitAtMost().toNanos(), this::waitedForLong);
    }

    private void called() {
        if (stage == Stage.WAITING) {
            selection.called();
            choose();
        } else {
            pool().room().passOn();
        }
    }

    private void waitedForLong() {
        if (pool().room().leave(ticket)) { // else the call is on its way
            selection.endWait();
            choose();
        }
    }

    // ---- reach ----

    private void reach() {
        machine = run.machine(selection.member().id());
        machine().enter(this);
        if (reuse()) {
            bind();
            send();
        } else {
            dial();
        }
    }

    /** Dials the server that is reserved. */
    final void dial() {
        if (stage != Stage.DIALING) {
            dialingSince = run.now();
            stage = Stage.DIALING;
        }
        since = run.now();
        attempt();
    }

    private void attempt() {
        switch (machine().server().state()) {
            case DEAD -> until(run.now(), () -> missed(Outcome.CONNECT_FAILED));
            case GONE -> until(Math.min(since + connectNanos(), dialingSince + dialNanos()), this::dialedForLong);
            case WELL, HUNG -> {
                connected();
                bind();
                send();
            }
        }
    }

    private void dialedForLong() {
        if (run.now() < dialingSince + dialNanos()) {
            missed(Outcome.CONNECT_TIMEOUT);
        } else {
            run.tally().missed(machine().id());
            settle(Outcome.CONNECT_TIMEOUT);
            refuse(Refusal.NO_SERVER);
        }
    }

    /** The server was not reached: the next one is tried. */
    private void missed(Outcome outcome) {
        run.tally().missed(machine().id());
        exclude(outcome);
        until(run.now(), this::choose);
    }

    /** Never this server again. */
    final void exclude(Outcome outcome) {
        selection.exclude(outcome, run.now() - since);
        machine().leave(this);
    }

    /** Another server is searched, after the one that was reached was excluded. */
    final void searchAgain() {
        stage = Stage.LOOKING_UP;
        choose();
    }

    /** The server that is reserved is dialed, though there was a connection to it. */
    final void redial() {
        stage = Stage.LOOKING_UP;
        dial();
    }

    private void bind() {
        Affinity table = affinity;
        String reached = selection.member().boundAs();
        if (table != null && key != null && !selection.isStandIn() && !reached.equals(host)) {
            table.bind(key, reached, host);
        }
    }

    // ---- the server ----

    private void send() {
        stage = Stage.SERVED;
        since = run.now();
        SimulatedServer server = machine().server();
        run.tally().sent(machine().id());
        answerNanos = server.latency().nanos(run.servers());
        breaks = Latencies.happens(server.resetPercent(), run.servers());
        fails = Latencies.happens(server.errorPercent(), run.servers());
        answerAt = since + answerNanos;
        await();
    }

    private void await() {
        long silent = since + silenceNanos();
        if (machine().server().isSilent() || silent < answerAt) {
            until(silent, this::timedOut);
        } else {
            until(answerAt, breaks ? this::broken : this::answered);
        }
    }

    /** Called of those whom it has. */
    final void serverChanged() {
        if (stage == Stage.DIALING) {
            attempt();
        } else if (machine().server().state() == SimulatedServer.State.DEAD) {
            broken();
        } else {
            answerAt = run.now() + answerNanos;
            await();
        }
    }

    private void answered() {
        selection.answered();
        answering();
        settle(Outcome.COMPLETED);
        end(fails ? Ending.ERROR : Ending.ANSWERED);
    }

    private void broken() {
        if (again()) {
            run.tally().retried();
        } else {
            settle(Outcome.SERVER_RESET);
            end(Ending.BROKEN);
        }
    }

    private void timedOut() {
        settle(silence());
        end(Ending.TIMED_OUT);
    }

    // ---- end ----

    final void refuse(Refusal reason) {
        run.service().refusals().count(reason, client.address());
        run.tally().refused(reason);
        end(Ending.REFUSED);
    }

    /** The client waits no longer. */
    private void leave() {
        if (stage == Stage.WAITING) {
            pool().room().leave(ticket); // if it was called meanwhile, it passes that on
        }
        abandon(Outcome.CLIENT_RESET, Ending.GAVE_UP);
    }

    /** Its server lost the right to it; if it is done by then, nothing happens. */
    final void cut() {
        if (stage != Stage.ENDED) {
            abandon(Outcome.ENDED_BY_BALANCER, Ending.CUT);
        }
    }

    private void abandon(Outcome outcome, Ending ending) {
        if (selection.isReserved()) {
            settle(outcome);
        }
        end(ending);
    }

    private void settle(Outcome outcome) {
        selection.settle(outcome, run.now() - since);
        machine().leave(this);
        if (affinity != null && key != null) {
            affinity.touch(key);
        }
    }

    final void end(Ending ending) {
        stage = Stage.ENDED;
        timer.cancel();
        run.ended(ending, run.now() - arrivedAt, machine == null ? null : machine.id());
    }

    // ---- what it has ----

    /** Does something at a time, in place of what was to come; the client may leave before. */
    private void until(long at, Runnable action) {
        timer.cancel();
        timer = at <= leavesAt ? run.at(at, action) : run.at(leavesAt, this::leave);
    }

    final Selection selection() {
        return selection;
    }

    final LivePool pool() {
        return Objects.requireNonNull(pool);
    }

    final Machine machine() {
        return Objects.requireNonNull(machine);
    }

    final long sinceNanos() {
        return since;
    }

    /** Whether it is, or is to be, at a server that it got of this pool. */
    final boolean isAt(LivePool from, Endpoint endpoint) {
        return selection.isReserved() && pool == from && selection.member().endpoint() == endpoint;
    }
}
