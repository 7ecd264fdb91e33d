package io.evenkeel.lb.netty.http.h1;

/** What a head that we emit says about its connection. */
public enum ConnectionOption {
    /** Nothing: it goes on, as HTTP/1.1 does. */
    NONE,
    /** It ends behind this message. */
    CLOSE,
    /** It goes on, which must be said to HTTP/1.0. */
    KEEP_ALIVE;

    /**
     * What to say to a client.
     *
     * @param minorVersion of its request: 0 or 1
     * @param goesOn whether the connection does
     * @return what it needs to hear
     */
    public static ConnectionOption to(int minorVersion, boolean goesOn) {
        if (!goesOn) {
            return CLOSE;
        }
        return minorVersion == 0 ? KEEP_ALIVE : NONE;
    }
}
