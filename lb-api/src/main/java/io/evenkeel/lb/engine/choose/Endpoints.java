package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.RealServer;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The balancer's endpoints, one for each host and port: of an address, however it was written; of a host name, whatever it
 * is resolved to, since two names at one address may part any time. One that no member names any more can still be picked, by a
 * selection that began before, or have something in flight; if its server returns meanwhile, it must be the same one. So
 * it is held weakly: whoever may still count on it holds it strongly. Control thread only.
 */
public final class Endpoints {

    /** The host is an address in its one form, or a name in lower case; no name looks like an address. */
    private record Key(String host, int port) {}

    private static final class Known extends WeakReference<Endpoint> {
        final Key key;

        Known(Key key, Endpoint endpoint, ReferenceQueue<Endpoint> forgotten) {
            super(endpoint, forgotten);
            this.key = key;
        }
    }

    private final Map<Key, Known> endpoints = new HashMap<>();
    private final ReferenceQueue<Endpoint> forgotten = new ReferenceQueue<>();

    /**
     * The endpoint of a server, which has one more member now.
     *
     * @param server its description
     * @return the same for all members of one host and port
     */
    public Endpoint acquire(RealServer server) {
        forget();
        List<InetAddress> addresses = server.address().map(List::of).orElse(List.of());
        String host = addresses.isEmpty()
                ? server.host().toLowerCase(Locale.ROOT)
                : addresses.get(0).getHostAddress();
        Key key = new Key(host, server.port());
        Known known = endpoints.get(key);
        Endpoint endpoint = known == null ? null : known.get();
        if (endpoint == null) {
            endpoint = new Endpoint(host, addresses, server.port());
            endpoints.put(key, new Known(key, endpoint, forgotten));
        }
        endpoint.members++;
        return endpoint;
    }

    /**
     * A member is gone.
     *
     * @param endpoint its endpoint
     */
    public void release(Endpoint endpoint) {
        endpoint.members--;
        forget();
    }

    /**
     * How many have members or something in flight.
     *
     * @return 0 or more
     */
    public int size() {
        return (int) endpoints.values().stream()
                .map(WeakReference::get)
                .filter(each -> each != null && (each.members > 0 || each.inFlight() > 0))
                .count();
    }

    private void forget() {
        for (var gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            if (gone instanceof Known known) {
                endpoints.remove(known.key, known);
            }
        }
    }
}
