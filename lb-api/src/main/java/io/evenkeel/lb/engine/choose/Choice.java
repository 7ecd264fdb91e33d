package io.evenkeel.lb.engine.choose;

import io.evenkeel.lb.engine.LivePool;

/** The answer of {@link LivePool#choose}. */
public enum Choice {
    /** A server was reserved. */
    PICKED,
    /** No server takes new clients: none is there, or each is down, drained, disabled or of weight 0. */
    NONE_AVAILABLE,
    /** Servers that were not tried are all at their limits, and the client may wait for one in the pool's waiting room. */
    WAIT,
    /** Servers that were not tried are all at their limits. */
    ALL_FULL,
    /** Every server was tried. */
    ALL_TRIED
}
