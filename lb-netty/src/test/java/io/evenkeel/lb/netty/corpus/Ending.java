package io.evenkeel.lb.netty.corpus;

/** What comes of the bytes behind the last message that was read, or of that message. */
public enum Ending {
    /** All that was sent was complete, or what follows is not read. */
    COMPLETE,
    /** The last message, or the head behind it, is not complete. */
    MORE,
    /** The head behind the last message is refused. */
    REFUSED,
    /** The last message's body turned bad. */
    CUT,
    /** The body goes on to the connection's end. */
    UNTIL_END
}
