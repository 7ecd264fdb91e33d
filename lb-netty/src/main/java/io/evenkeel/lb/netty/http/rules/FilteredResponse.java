package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.route.ResponseExchange;
import io.evenkeel.lb.route.ResponseHead;
import java.util.List;

/** A server's response in the hands of filters. */
final class FilteredResponse extends FilteredMessage implements ResponseExchange {

    private final RequestMessage request;
    private final ResponseMessage response;

    FilteredResponse(RequestMessage request, ResponseMessage response, Attached attached) {
        super(response, attached);
        this.request = request;
        this.response = response;
    }

    /** Calls filters; what one throws is thrown. */
    void pass(List<HttpFilter> filters) {
        open();
        try {
            for (int i = 0; i < filters.size(); i++) { // no iterator: nothing is allocated here
                filters.get(i).onResponse(this);
            }
        } finally {
            close();
        }
    }

    @Override
    public RequestHead request() {
        requireOpen();
        return request;
    }

    @Override
    public ResponseHead head() {
        requireOpen();
        return response;
    }
}
