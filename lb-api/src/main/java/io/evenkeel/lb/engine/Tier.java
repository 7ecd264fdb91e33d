package io.evenkeel.lb.engine;

import io.evenkeel.lb.schedule.Picker;

/** The members of one priority that take new clients, by rising ordinal, and the picker made for exactly these. */
final class Tier {

    final Member[] members;
    final Picker picker;

    Tier(Member[] members, Picker picker) {
        this.members = members;
        this.picker = picker;
    }
}
