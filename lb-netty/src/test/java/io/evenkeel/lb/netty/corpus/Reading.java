package io.evenkeel.lb.netty.corpus;

import java.util.List;

/**
 * What came of some bytes.
 *
 * @param messages in order; the last may be incomplete
 * @param ending what came of the rest
 * @param status with which it was refused, or 0
 * @param problem why, or an empty text
 */
public record Reading(List<Seen> messages, Ending ending, int status, String problem) {

    /** Whether both have read the same. */
    public boolean isSame(Reading other) {
        boolean same = messages.size() == other.messages.size()
                && ending == other.ending
                && status == other.status
                && problem.equals(other.problem);
        for (int i = 0; same && i < messages.size(); i++) {
            same = messages.get(i).isSame(other.messages.get(i));
        }
        return same;
    }
}
