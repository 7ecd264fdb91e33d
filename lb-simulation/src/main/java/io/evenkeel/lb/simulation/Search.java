package io.evenkeel.lb.simulation;

import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.WaitingRoom;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.Registration;
import io.evenkeel.lb.status.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to a server: look up the one it had, choose, wait where all are full, dial, choose again where it is not
 * reached, all that are dialed within one deadline. The rules are those of the data plane's search. One timer at a time.
 */
abstract class Search {

    private enum Stage {
        LOOKING_UP,
        WAITING,
        DIALING,
        OVER
    }

    final Run run;
    final Client client;
    final Selection selection;
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
    /** When the present attempt began, or the server was reached. */
    private long since;

    private @Nullable Machine machine;

    Search(Run run, Client client, Selection selection) {
        this.run = run;
        this.client = client;
        this.selection = selection;
        this.leavesAt = run.now() + run.patienceNanos();
    }

    // ---- what differs ----

    /** What the server is to know of. */
    abstract Request self();

    abstract long connectNanos();

    abstract long dialNanos();

    /** A server is reserved: whether there is a connection to it already. */
    abstract boolean reuse();

    /** A connection to the server was made; it is reached next. */
    void connected() {}

    /** The search is over, a server is reserved. */
    abstract void reached();

    /** The search is over, nothing is reserved. */
    abstract void refuse(Refusal reason);

    /** The client waits no longer. */
    abstract void leave();

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
        found = true; // or never
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
        // Who waited before, and then dialed in vain, may have no time left.
        long end = waitingSince + pool().availability().waitAtMost().toNanos();
        until(Math.max(run.now(), end), this::waitedForLong);
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
        machine().enter(self());
        if (reuse()) {
            arrive();
        } else {
            dial();
        }
    }

    private void dial() {
        if (stage != Stage.DIALING) {
            dialingSince = run.now();
            stage = Stage.DIALING;
        }
        since = run.now();
        selection.handed();
        attempt();
    }

    private void attempt() {
        switch (machine().server().state()) {
            case DEAD -> until(run.now(), () -> missed(Outcome.CONNECT_FAILED));
            case GONE -> until(Math.min(since + connectNanos(), dialingSince + dialNanos()), this::dialedForLong);
            case WELL, HUNG -> {
                connected();
                arrive();
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

    private void exclude(Outcome outcome) {
        selection.exclude(outcome, run.now() - since);
        machine().leave(self());
    }

    private void arrive() {
        stage = Stage.OVER;
        since = run.now();
        Affinity table = affinity;
        String reached = selection.member().boundAs();
        if (table != null && key != null && !selection.isStandIn() && !reached.equals(host)) {
            table.bind(key, reached, host);
        }
        reached();
    }

    /** The server that was reached is dialed, though there was a connection to it. */
    final void redial() {
        machine().release(self());
        dial();
    }

    /** Another server is searched, in place of the one that was reached. */
    final void searchAgain(Outcome why) {
        exclude(why);
        choose();
    }

    // ---- the server's state, and the end ----

    /** Called of those whom it has; whether it was being dialed, which goes on by what it is now. */
    final boolean dialsAgain() {
        boolean dialing = stage == Stage.DIALING;
        if (dialing) {
            attempt();
        }
        return dialing;
    }

    /** Gives the reservation back. */
    final void settle(Outcome outcome) {
        selection.settle(outcome, run.now() - since);
        machine().leave(self());
        if (affinity != null && key != null) {
            affinity.touch(key);
        }
    }

    /** Nobody searches, or waits for anything, any more. */
    final void stop() {
        if (stage == Stage.WAITING) {
            pool().room().leave(ticket); // if it was called meanwhile, it passes that on
        }
        stage = Stage.OVER;
        timer.cancel();
    }

    // ---- what it has ----

    /** Does something at a time, in place of what was to come; the client may leave before. */
    final void until(long at, Runnable action) {
        timer.cancel();
        timer = at <= leavesAt ? run.at(at, action) : run.at(leavesAt, this::leave);
    }

    /** Waits for nothing but what others do. */
    final void linger() {
        until(leavesAt, this::leave);
    }

    final LivePool pool() {
        return Objects.requireNonNull(pool);
    }

    /** The server that was dialed last. */
    final @Nullable Machine lastMachine() {
        return machine;
    }

    final Machine machine() {
        return Objects.requireNonNull(machine);
    }

    /** When the server was reached. */
    final long since() {
        return since;
    }
}
