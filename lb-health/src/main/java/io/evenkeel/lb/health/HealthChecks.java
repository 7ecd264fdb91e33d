package io.evenkeel.lb.health;

import io.evenkeel.lb.check.HealthCheck;

/** The checks that come with Evenkeel. All are immutable and have value equality. */
public final class HealthChecks {

    private HealthChecks() {}

    /**
     * A server is healthy when it accepts a TCP connection, which is closed at once without a byte sent. Note that the
     * operating system accepts on behalf of a process that hangs, so only a check of the application itself sees that.
     *
     * @return the check
     */
    public static HealthCheck tcp() {
        return new TcpCheck();
    }

    /**
     * A server is healthy when it answers an HTTP request with an accepted status: {@code GET path} in HTTP/1.1 unless set
     * otherwise, accepted 200 to 299, 301, 302 and 401.
     *
     * @param path with its query, if any: 1 to 1024 visible ASCII characters that begin with {@code /}
     * @return the check, to be refined by its setters
     * @throws IllegalArgumentException when the path is not of this form
     */
    public static HttpCheck http(String path) {
        return HttpCheck.of(path);
    }
}
