package io.evenkeel.lb.status;

import java.util.Locale;

/** How a virtual service is doing as a whole. */
public enum ServiceStatus {
    /** Every enabled server gets clients. */
    UP,
    /** Some enabled servers are down or ejected; or all is well with the default pool, but not with another pool. */
    DEGRADED,
    /** No server is available, or too few, or not a critical one; clients go to the sorry server. */
    SORRY,
    /** No server is available, or too few, or not a critical one; clients are refused. */
    DOWN,
    /** The operator has disabled every server, and there is no sorry server. */
    DISABLED,
    /** No check is configured, so nothing is known. */
    UNCHECKED;

    /** The word used in logs, status and documents. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
