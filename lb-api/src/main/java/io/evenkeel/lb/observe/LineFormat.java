package io.evenkeel.lb.observe;

/** How a line of the access log looks. Stateless: event loops share it. */
interface LineFormat {

    /** No text of a request is written further than this: the head may be long, and escapes make it several times as long. */
    int MAX_TEXT = 8192;

    void write(HttpExchange exchange, StringBuilder line);
}
