package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.http.affinity.ClientServer;
import io.evenkeel.lb.netty.http.affinity.CookieTables;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.search.ClientAffinity;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Redirect;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.route.RouteAction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a service makes of a request's head before a server is chosen, and of the answer's head behind that. */
public final class RequestRules {

    private final RequestMessage request;
    private final Filters filters;
    private @Nullable LivePool pool;
    private @Nullable FixedAnswer answer;
    private @Nullable Route taken;
    private final ClientServer known;
    private @Nullable String preferred;

    public RequestRules(
            Loop loop, CookieTables cookies, Complaints complaints, RequestMessage request, ResponseMessage response) {
        this.request = request;
        this.filters = new Filters(complaints, request, response);
        this.known = new ClientServer(loop, cookies, request, response);
    }

    /** Applies them; whether a server is to be found for the request, else there is an {@link #answer}. */
    public boolean apply(ServiceState state, Client client) {
        HttpService config = (HttpService) state.config();
        HopByHop.strip(request);
        client.fields().addTo(request);
        answer = filters.request(config.filters(), state, client) ? filters.answer() : Answers.of(500);
        pool = filters.pool();
        if (answer == null && pool == null) {
            pool = state.pool();
            route(config, state);
        }
        if (answer != null) {
            return false;
        }
        String server = filters.server();
        if (server == null) {
            known.find(config.persistence(), state, pool(), client.address().getAddress());
        } else {
            preferred = pool().boundAs().get(server);
        }
        return true;
    }

    private void route(HttpService config, ServiceState state) {
        List<Route> routes = config.routes();
        for (int i = 0; i < routes.size(); i++) { // no iterator: nothing is allocated here
            Route route = routes.get(i);
            if (route.match().matches(request)) {
                taken = route;
                take(route.action(), state);
                return;
            }
        }
    }

    private void take(RouteAction action, ServiceState state) {
        if (action instanceof RouteAction.ToPool to) {
            pool = state.pool(to.pool());
        } else if (action instanceof RouteAction.Answering answering) {
            answer = answering.answer();
        } else if (action instanceof RouteAction.Redirecting redirecting) {
            answer = redirect(redirecting.redirect());
        }
    }

    private FixedAnswer redirect(Redirect redirect) {
        try {
            return FixedAnswer.of(redirect.status()).header("Location", redirect.location(request));
        } catch (IllegalArgumentException unfit) { // no Host in HTTP/1.0, or an asterisk: there is no such place
            return Answers.of(400);
        }
    }

    public LivePool pool() {
        return Objects.requireNonNull(pool);
    }

    public FixedAnswer answer() {
        return Objects.requireNonNull(answer);
    }

    /** How long the server may take to answer. */
    public Duration response(HttpTimeouts service) {
        Route by = taken;
        return by == null ? service.response() : by.response().orElseGet(service::response);
    }

    /** How long the server may be silent within its answer. */
    public Duration silence(HttpTimeouts service) {
        Route by = taken;
        return by == null ? service.silence() : by.silence().orElseGet(service::silence);
    }

    /** The host that a filter prefers, or that the client says it belongs to, or null. */
    @Nullable
    public String host() {
        return preferred == null ? known.host() : preferred;
    }

    /** What knows the host that the client belongs to, or null. */
    @Nullable
    public ClientAffinity table() {
        return known.table();
    }

    /** The answer's head is there, and is changed; whether the client may have it, else it gets a 500. */
    public boolean answered(Selection selection) {
        known.learn(selection);
        if (!filters.response()) {
            return false;
        }
        known.tell(selection);
        return true;
    }

    /** The request is done with its server. */
    public void settled() {
        known.ended();
    }

    public void reset() {
        filters.reset();
        known.reset();
        pool = null;
        answer = null;
        taken = null;
        preferred = null;
    }
}
