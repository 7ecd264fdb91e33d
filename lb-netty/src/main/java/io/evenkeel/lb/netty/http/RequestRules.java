package io.evenkeel.lb.netty.http;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.netty.search.ClientAffinity;
import io.evenkeel.lb.route.FixedAnswer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a service makes of a request's head before a server is chosen, and of the answer's head behind that. */
final class RequestRules {

    private final HttpLoop home;
    private final RequestMessage request;
    private final ResponseMessage response;
    private @Nullable LivePool pool;
    private @Nullable FixedAnswer answer;
    private @Nullable String host;
    private @Nullable ClientAffinity table;

    RequestRules(HttpLoop home, RequestMessage request, ResponseMessage response) {
        this.home = home;
        this.request = request;
        this.response = response;
    }

    /** Applies them; whether a server is to be found for the request, else there is an {@link #answer}. */
    boolean apply(HttpService config, Downstream client) {
        HopByHop.strip(request);
        client.fields().addTo(request);
        pool = home.frontend().service().pool();
        Affinity affinity = home.frontend().service().affinity();
        if (affinity != null) {
            table = new ClientAffinity(affinity, affinity.key(client.client().getAddress()), home.loop());
        }
        return answer == null;
    }

    LivePool pool() {
        return Objects.requireNonNull(pool);
    }

    FixedAnswer answer() {
        return Objects.requireNonNull(answer);
    }

    /** The host that the client says it belongs to, or null. */
    @Nullable
    String host() {
        return host;
    }

    /** What knows the host that the client belongs to, or null. */
    @Nullable
    ClientAffinity table() {
        return table;
    }

    /** The answer's head is there, and may be changed. */
    void answered(Selection selection) {
        assert response.status() >= 200 && selection.isReserved();
    }

    /** The request is done with its server. */
    void settled() {
        ClientAffinity known = table;
        if (known != null) {
            known.ended();
        }
    }

    void reset() {
        pool = null;
        answer = null;
        host = null;
        table = null;
    }
}
