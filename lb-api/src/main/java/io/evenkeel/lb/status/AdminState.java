package io.evenkeel.lb.status;

import java.util.Locale;

/** What the operator wants of a server; separate from its health, and both must allow. */
public enum AdminState {
    /** Gets new clients. */
    ENABLED,
    /** Gets no new clients but those persisted to it; live connections go on. Becomes disabled when the drain time ends. */
    DRAINING,
    /** Gets no new clients at all. */
    DISABLED;

    /** The word used in logs, status and documents. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
