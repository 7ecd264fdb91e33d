package io.evenkeel.lb.testkit.dns;

/** How a name server fails to answer. */
public enum Failure {
    /** Says that there is no such name. */
    NXDOMAIN(3),
    /** Says that it failed. */
    SERVFAIL(2),
    /** Says that it does not answer this client. */
    REFUSED(5),
    /** Says nothing. */
    SILENCE(-1);

    final int code;

    Failure(int code) {
        this.code = code;
    }
}
