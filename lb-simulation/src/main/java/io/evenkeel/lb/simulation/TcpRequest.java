package io.evenkeel.lb.simulation;

import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;

/** A connection with one question and one answer. */
final class TcpRequest extends Request {

    private final TcpService config;
    /** Whether it was let in. */
    private boolean inside;

    TcpRequest(Run run, Client client, TcpService config) {
        super(run, client, new Selection(MemberStats.CONNECTIONS, ClientHashes.ofConnection(client)));
        this.config = config;
    }

    @Override
    void begin() {
        run.door().knock(this);
    }

    /** It is let in. */
    void enter() {
        inside = true;
        ServiceState state = run.service().state();
        Affinity table = state.affinity();
        search(state.pool(), null, table, table == null ? null : table.key(client.address()));
    }

    @Override
    void over() {
        if (inside) {
            run.door().leave(this);
        } else {
            run.door().giveUp(this);
        }
    }

    @Override
    long connectNanos() {
        return config.timeouts().connect().toNanos();
    }

    @Override
    long dialNanos() {
        return config.timeouts().dial().toNanos();
    }

    @Override
    long silenceNanos() {
        return config.timeouts().idle().toNanos();
    }

    @Override
    Outcome silence() {
        return Outcome.TIMED_OUT;
    }

    @Override
    boolean reuse() {
        return false;
    }

    @Override
    void connected() {
        selection.replied(false);
    }

    @Override
    boolean again() {
        return false; // bytes may have gone either way
    }
}
