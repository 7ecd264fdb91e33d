package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.RequestExchange;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.HttpSyntax;
import io.evenkeel.lb.spi.Setting;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request in the hands of filters, and what they decided about it. */
final class FilteredRequest extends FilteredMessage implements RequestExchange {

    private final RequestMessage request;
    private @Nullable ServiceState state;
    private @Nullable Client client;
    private @Nullable FixedAnswer answer;
    private @Nullable LivePool pool;
    private @Nullable String server;

    FilteredRequest(RequestMessage request, Attached attached) {
        super(request, attached);
        this.request = request;
    }

    /** Calls filters up to the first that answers; what one throws is thrown. */
    void pass(List<HttpFilter> filters, ServiceState service, Client from) {
        state = service;
        client = from;
        answer = null;
        pool = null;
        server = null;
        open();
        try {
            for (int i = 0; i < filters.size() && answer == null; i++) {
                filters.get(i).onRequest(this);
            }
        } finally {
            close();
            state = null;
            client = null;
        }
    }

    /** What the client gets without a server, or null. */
    @Nullable
    FixedAnswer answer() {
        return answer;
    }

    /** Where the request goes whatever the routes say, or null. */
    @Nullable
    LivePool pool() {
        return pool;
    }

    /** The id of the server that is preferred, or null. */
    @Nullable
    String server() {
        return server;
    }

    private Client from() {
        requireOpen();
        return Objects.requireNonNull(client);
    }

    @Override
    public RequestHead head() {
        requireOpen();
        return request;
    }

    @Override
    public InetSocketAddress client() {
        return from().address();
    }

    @Override
    public InetSocketAddress listener() {
        return from().listener();
    }

    @Override
    public void target(String target) {
        requireOpen();
        request.target(HttpSyntax.target("request target", target));
    }

    @Override
    public void answer(FixedAnswer given) {
        requireOpen();
        FixedAnswer checked = Setting.present("filter's answer", given);
        if (answer == null) {
            answer = checked;
        }
    }

    @Override
    public void pool(String name) {
        requireOpen();
        ServiceState service = Objects.requireNonNull(state);
        LivePool found = service.findPool(Setting.present("filter's pool", name));
        if (found == null) {
            List<String> names = service.pools().stream().map(LivePool::name).toList();
            throw Setting.refusal("filter's pool", '"' + name + '"', "one of " + names);
        }
        pool = found;
    }

    @Override
    public void server(String id) {
        requireOpen();
        server = Setting.present("filter's server", id);
    }
}
