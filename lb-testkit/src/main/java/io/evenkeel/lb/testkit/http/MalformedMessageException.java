package io.evenkeel.lb.testkit.http;

import java.io.IOException;

/** What came is not what RFC 9112 allows a sender to send. */
final class MalformedMessageException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedMessageException(String what) {
        super(what);
    }
}
