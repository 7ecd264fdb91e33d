package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityTable.Lookup;

/** Who a selection is for: a client that the service's table may know, or one of whom a host is known from elsewhere. */
final class ModelClient {

    private final Model model;
    private final String address;
    private final Affinity affinity;
    private final ModelTable table;
    private String host;

    /**
     * A client.
     *
     * @param address null for one that no table is asked for
     * @param affinity the service's persistence, or null
     * @param table the model of its table, or null
     * @param host the host that is known otherwise, or null
     */
    ModelClient(Model model, String address, Affinity affinity, ModelTable table, String host) {
        assertEquals(table == null, affinity == null);
        this.model = model;
        this.address = address;
        this.affinity = address == null ? null : affinity;
        this.table = table;
        this.host = affinity == null || address == null ? host : null;
    }

    private AffinityKey key() {
        return affinity.key(Visitor.address(address));
    }

    String host() {
        return host;
    }

    void lookUp() {
        if (affinity != null) {
            assertEquals(Lookup.ANSWERED, affinity.lookup(key(), found -> host = found));
            assertEquals(table.lookup(address, model.now()), host);
        }
    }

    void connected(Selection selection, String boundAs) {
        if (affinity != null && !selection.isStandIn()) {
            assertEquals(boundAs, selection.member().boundAs());
            if (!boundAs.equals(host)) {
                affinity.bind(key(), boundAs, host);
                table.bind(address, boundAs, host, model.now());
            }
        }
    }

    void ended() {
        if (affinity != null) {
            affinity.touch(key());
            table.touch(address, model.now());
        }
    }

    @Override
    public String toString() {
        return address + " of " + host;
    }
}
