package io.evenkeel.lb.netty.http.h1.parse;

/** How far a parser of heads has come. */
public enum Progress {
    /** All bytes were taken, and there is no end yet. */
    NEED_MORE,
    /** The head is complete and sound; what follows it was left. */
    DONE,
    /** It will never be sound: answer, and close. */
    REFUSED
}
