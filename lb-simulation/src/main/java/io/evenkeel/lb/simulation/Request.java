package io.evenkeel.lb.simulation;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.Refusal;

/**
 * One request, or connection, from its client's coming to its ending: find a server, wait for its answer, be sent again where
 * that is allowed. What only one protocol has is the subclass's.
 */
abstract class Request extends Search {

    private final long arrivedAt;
    private boolean ended;
    /** Whether its server works on it. */
    private boolean working;

    private long answerNanos;
    private long answerAt;
    private boolean fails;
    private boolean breaks;

    Request(Run run, Client client, Selection selection) {
        super(run, client, selection);
        this.arrivedAt = run.now();
    }

    // ---- what protocols differ in ----

    abstract void begin();

    /** How long a server may be silent. */
    abstract long silenceNanos();

    /** How that counts. */
    abstract Outcome silence();

    /** The server has answered; the reservation is settled next. */
    void answering() {}

    /** The server has ended the connection before its answer: whether the request goes on. */
    abstract boolean again();

    /** It has ended. */
    void over() {}

    // ---- the server ----

    @Override
    final Request self() {
        return this;
    }

    @Override
    final void reached() {
        SimulatedServer server = machine().server();
        run.tally().sent(machine().id());
        answerNanos = server.draw(run.servers());
        breaks = Latencies.happens(server.resetPercent(), run.servers());
        fails = Latencies.happens(server.errorPercent(), run.servers());
        selection.handed();
        machine().take(this);
        if (!working) {
            await();
        }
    }

    /** Its turn has come. */
    final void work() {
        working = true;
        answerAt = run.now() + answerNanos;
        await();
    }

    /** The server is done with it; whether it worked on it. */
    final boolean rest() {
        boolean worked = working;
        working = false;
        return worked;
    }

    private void await() {
        long silent = since() + silenceNanos();
        if (!working || machine().server().isSilent() || silent < answerAt) {
            until(silent, this::timedOut);
        } else {
            until(answerAt, breaks ? this::broken : this::answered);
        }
    }

    /** Called of those whom it has. */
    final void serverChanged() {
        if (dialsAgain()) {
            return;
        }
        if (machine().server().state() == SimulatedServer.State.DEAD) {
            broken();
        } else {
            answerAt = run.now() + answerNanos;
            await();
        }
    }

    private void answered() {
        selection.answered();
        selection.replied(fails);
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

    @Override
    final void refuse(Refusal reason) {
        run.service().refusals().count(reason, client.address());
        run.tally().refused(reason);
        end(Ending.REFUSED);
    }

    @Override
    final void leave() {
        abandon(Outcome.CLIENT_RESET, Ending.GAVE_UP);
    }

    /** Its server lost the right to it; if it is done by then, nothing happens. */
    final void cut() {
        if (!ended) {
            abandon(Outcome.ENDED_BY_BALANCER, Ending.CUT);
        }
    }

    private void abandon(Outcome outcome, Ending ending) {
        if (selection.isReserved()) {
            settle(outcome);
        }
        end(ending);
    }

    final void end(Ending ending) {
        ended = true;
        stop();
        Machine last = lastMachine();
        run.ended(ending, run.now() - arrivedAt, last == null ? null : last.id());
        over();
    }

    /** Whether it is, or is to be, at a server that it got of this pool. */
    final boolean isAt(LivePool from, Endpoint endpoint) {
        return selection.isReserved() && pool() == from && selection.member().endpoint() == endpoint;
    }
}
