package io.evenkeel.lb.simulation;

import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Hash64;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client and its request as schedulers hash them. A header that its kind of request does not have is one in which each
 * client sends a value of its own, as it does for persistence.
 */
record ClientHashes(Client client, RequestHead head) implements ClientView {

    /** Of a connection. */
    static ClientView ofConnection(Client client) {
        return (prefix4, prefix6) -> source(client, prefix4, prefix6);
    }

    private static long source(Client client, int prefix4, int prefix6) {
        AffinityKey network = AffinityKey.of(client.address(), prefix4, prefix6);
        return Hash64.of(network.high(), network.low());
    }

    @Override
    public long source(int prefix4, int prefix6) {
        return source(client, prefix4, prefix6);
    }

    @Override
    public long host() {
        return hash(head.host());
    }

    @Override
    public long target() {
        return hash(head.target());
    }

    @Override
    public long path() {
        return hash(head.path());
    }

    @Override
    public long queryItem(String name) {
        String query = head.query();
        if (query != null) {
            for (String item : query.split("&", -1)) {
                if (item.startsWith(name + "=")) {
                    return hash(item.substring(name.length() + 1));
                }
            }
        }
        return NONE;
    }

    @Override
    public long header(String name) {
        String value = head.header(name);
        return hash(value == null ? client.name() : value);
    }

    @Override
    public long cookie(String name) {
        return hash(head.cookie(name));
    }

    private static long hash(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Hash64.of(bytes, 0, bytes.length);
    }
}
