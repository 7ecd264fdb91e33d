package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.netty.http.h1.parse.Progress;
import io.evenkeel.lb.netty.http.h1.parse.RequestParser;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.netty.buffer.ByteBuf;

/** Reads the requests of one client, each by the limits that were in force when it began. On the loop's thread. */
final class RequestReader {

    private HttpService config;
    private RequestParser parser;
    private BodyReader body;
    private boolean keepAliveShort;

    RequestReader(HttpService config) {
        this.config = config;
        this.parser = new RequestParser(config.http1());
        this.body = new BodyReader(config.http1());
        this.keepAliveShort = isKeepAliveShort(config.timeouts());
    }

    private static boolean isKeepAliveShort(HttpTimeouts timeouts) {
        return timeouts.keepAlive().compareTo(timeouts.head()) < 0;
    }

    /** A request begins; whether by another configuration than the one before. */
    boolean begin(HttpService now) {
        if (now == config) {
            return false;
        }
        config = now;
        parser = new RequestParser(now.http1());
        body = new BodyReader(now.http1());
        keepAliveShort = isKeepAliveShort(now.timeouts());
        return true;
    }

    HttpService config() {
        return config;
    }

    /** Whether an idle client must be looked at earlier than one that sends a head. */
    boolean isKeepAliveShort() {
        return keepAliveShort;
    }

    /** Reads on in a head; when it is done, its body follows. */
    Progress head(ByteBuf in, RequestMessage into) {
        Progress progress = parser.parse(in, into);
        if (progress == Progress.DONE) {
            parser.reset();
            body.begin(into, !into.hasBody(), false);
        }
        return progress;
    }

    /** What to answer a head that was refused. */
    int status() {
        return parser.status();
    }

    /** The head that was begun will not be complete. */
    void giveUp() {
        parser.reset();
    }

    BodyReader body() {
        return body;
    }
}
