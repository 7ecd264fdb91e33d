package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;

/**
 * What parsers of lines share. Each parses one line from a position on and returns where the next one begins,
 * {@link #INCOMPLETE} if the line's end is not there yet, or a fault's code.
 *
 * <p>A bad byte is a fault only once the LF behind it is there, and no parser looks beyond a line's LF: so the outcome
 * depends on the message alone and not on the pieces in which it came.
 */
final class Lines {

    /** The line's end is not there yet. */
    static final int INCOMPLETE = -1;

    private Lines() {}

    /** Whether there are CR and LF at a position; false as well if there is not yet room for both. */
    static boolean endsAt(byte[] bytes, int at, int limit) {
        return at + 1 < limit && bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    /** A bad byte at a position, which means a certain fault unless the byte is a control. */
    static int refuse(Fault fault, byte[] bytes, int at, int limit) {
        if (Octets.indexOf('\n', bytes, at, limit) == limit) {
            return INCOMPLETE;
        }
        return explained(fault, bytes, at).code();
    }

    private static Fault explained(Fault fault, byte[] bytes, int at) {
        byte bad = bytes[at];
        if (bad == '\n') {
            return Fault.BARE_LF;
        }
        if (bad == '\r') {
            return bytes[at + 1] == '\n' ? fault : Fault.BARE_CR;
        }
        return Octets.isControl(bad) ? Fault.CONTROL : fault;
    }
}
