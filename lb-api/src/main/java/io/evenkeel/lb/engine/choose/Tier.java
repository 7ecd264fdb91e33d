package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.schedule.Picker;

/**
 * The members of one priority, or of several that overflow into one another, that take new clients, by rising ordinal, and the
 * picker made for exactly these.
 */
public final class Tier {

    final Member[] members;
    final Picker picker;
    /** Whether servers in slow start are to refuse a share of the picks. */
    final boolean keepsBack;

    /**
     * A tier.
     *
     * @param members at least one
     * @param picker made for these
     * @param keepsBack whether servers in slow start are to refuse a share of the picks
     */
    public Tier(Member[] members, Picker picker, boolean keepsBack) {
        this.keepsBack = keepsBack;
        this.members = members;
        this.picker = picker;
    }
}
