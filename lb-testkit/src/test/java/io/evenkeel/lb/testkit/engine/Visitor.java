package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityTable.Lookup;
import io.evenkeel.lb.spi.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** One connection of a client who persists, as the data plane leads it: look up, choose, bind, touch. */
final class Visitor {

    private final EngineRig rig;
    private final LiveService service;
    private final Affinity affinity;
    private final AffinityKey key;
    private final Selection selection = new Selection();
    private String host;

    private Visitor(EngineRig rig, String service, String address) {
        this.rig = rig;
        this.service = rig.engine.service(service);
        this.affinity = this.service.affinity();
        this.key = affinity.key(address(address));
        assertTrue(affinity.lookup(key, found -> host = found) == Lookup.ANSWERED);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Has looked up, and goes no further yet. */
    static Visitor of(EngineRig rig, String service, String address) {
        return new Visitor(rig, service, address);
    }

    /** The server that it would be connected to, or why there is none. */
    String chooses() {
        Choice choice = service.pool().choose(rig.worker, host, selection);
        return choice == Choice.PICKED ? selection.member().id() : choice.toString();
    }

    /** Its server does not answer; the next one, or why there is none. */
    String fails() {
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        return chooses();
    }

    /** The server answers. */
    void isConnected() {
        String reached = selection.member().boundAs();
        if (!selection.isStandIn() && !reached.equals(host)) {
            affinity.bind(key, reached, host);
        }
    }

    void ends() {
        selection.settle(Outcome.COMPLETED, 1);
        affinity.touch(key);
    }

    /** A whole connection, from the choice to the end; which server it had. */
    String visits() {
        String id = chooses();
        if (selection.isReserved()) {
            isConnected();
            ends();
        }
        return id;
    }
}
