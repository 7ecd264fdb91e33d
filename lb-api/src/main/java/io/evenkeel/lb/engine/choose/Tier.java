package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ClientKey;
import java.util.Objects;

/**
 * The members of one priority, or of several that overflow into one another, that take new clients, by rising ordinal, and the
 * picker made for exactly these.
 */
public final class Tier {

    final Member[] members;
    final Picker picker;
    /** Whether servers in slow start are to refuse a share of the picks. */
    final boolean keepsBack;
    /** Whether the picker hears of answers and ends. */
    final boolean heedsOutcomes;
    /** By what the picker knows clients. */
    final ClientKey key;
    /** Hears of the picker's failures. */
    final Chooser.Complaint complaint;

    /**
     * A tier whose picker was made by a scheduler. What that says here may throw, as it may be the user's.
     *
     * @param members at least one
     * @param picker made for these
     * @param by who made it
     * @param complaint hears of the picker's failures
     */
    public Tier(Member[] members, Picker picker, Scheduler by, Chooser.Complaint complaint) {
        this.members = members;
        this.picker = picker;
        this.keepsBack = !by.heedsSlowStart();
        this.heedsOutcomes = by.heedsOutcomes();
        this.key = Objects.requireNonNull(by.key());
        this.complaint = complaint;
    }

    /**
     * What picks.
     *
     * @return made for exactly these members
     */
    public Picker picker() {
        return picker;
    }

    /** The place of a member; below 0 if it takes no new clients. */
    int indexOf(Member member) {
        int low = 0;
        int high = members.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long ordinal = members[middle].ordinal();
            if (ordinal == member.ordinal()) {
                return middle;
            } else if (ordinal < member.ordinal()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Picker.NONE;
    }
}
