package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service's filters and one exchange. They are the user's code: what one throws becomes a 500. */
final class Filters {

    private final Complaints complaints;
    private final FilteredRequest request;
    private final FilteredResponse response;
    private List<HttpFilter> filters = List.of();

    Filters(Complaints complaints, RequestMessage request, ResponseMessage response, Attached attached) {
        this.complaints = complaints;
        this.request = new FilteredRequest(request, attached);
        this.response = new FilteredResponse(request, response, attached);
    }

    /**
     * Hands them the request.
     *
     * @return false if one has failed
     */
    boolean request(List<HttpFilter> all, ServiceState state, Client client) {
        filters = all;
        return all.isEmpty() || passRequest(state, client);
    }

    private boolean passRequest(ServiceState state, Client client) {
        try {
            request.pass(filters, state, client);
            return true;
        } catch (Throwable e) { // a user's class may lack a class of its own, too
            complaints.failed("a filter failed with a request, which is answered 500", e);
            return false;
        }
    }

    /**
     * Hands them the response.
     *
     * @return false if one has failed: the client must not get this response
     */
    boolean response() {
        return filters.isEmpty() || passResponse();
    }

    private boolean passResponse() {
        try {
            response.pass(filters);
            return true;
        } catch (Throwable e) {
            complaints.failed("a filter failed with a response; the request is answered 500", e);
            return false;
        }
    }

    /** What a filter answered, or null. */
    @Nullable
    FixedAnswer answer() {
        return filters.isEmpty() ? null : request.answer();
    }

    /** The pool that a filter chose, or null. */
    @Nullable
    LivePool pool() {
        return filters.isEmpty() ? null : request.pool();
    }

    /** The server that a filter prefers, or null. */
    @Nullable
    String server() {
        return filters.isEmpty() ? null : request.server();
    }

    void reset() {
        filters = List.of();
    }
}
