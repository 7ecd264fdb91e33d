package io.evenkeel.lb.testkit.http;

/** Where in an answer something else happens; interim answers come before all of them. */
public enum Point {
    /** Before its first byte. */
    BEFORE_HEAD,
    /** Behind half of the head's bytes. */
    INSIDE_HEAD,
    /** Between head and body. */
    AFTER_HEAD,
    /** Behind half of the body's content; in a chunked one, within a chunk. */
    INSIDE_BODY,
    /** Behind the last byte, of trailers too. */
    AFTER_BODY
}
