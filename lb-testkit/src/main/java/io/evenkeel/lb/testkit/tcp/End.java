package io.evenkeel.lb.testkit.tcp;

/** How the other side ended what it sends, as far as it was seen. */
public enum End {
    /** No end was seen yet: the other side is still open, or nobody has read that far. */
    NONE,
    /** The other side sent a FIN: all its bytes have arrived. */
    FIN,
    /** The other side reset the connection, which may have cost bytes in flight. */
    RESET,
    /** The reader's deadline passed first; only reads with a deadline say this. */
    TIMEOUT
}
