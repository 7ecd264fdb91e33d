package io.evenkeel.lb.check;

import java.util.Locale;

/** What is observed of a server. */
public enum Health {
    /** Checked, but no verdict yet; counts as up unless the policy says otherwise. */
    UNKNOWN,
    /** The check succeeds. */
    UP,
    /** Up, but the last check failed; not yet often enough to be down. */
    DOUBTFUL,
    /** The check fails. */
    DOWN,
    /** Taken out because of its traffic's failures. */
    EJECTED,
    /** Down, but the last check succeeded; not yet often enough to be up. */
    RECOVERING,
    /** No check is configured; counts as up. */
    UNCHECKED;

    /**
     * Whether a server in this state gets clients.
     *
     * @param unknownIsUp what {@link #UNKNOWN} counts as
     * @return true for up, doubtful, unchecked and, if so configured, unknown
     */
    public boolean isUp(boolean unknownIsUp) {
        return switch (this) {
            case UP, DOUBTFUL, UNCHECKED -> true;
            case UNKNOWN -> unknownIsUp;
            case DOWN, EJECTED, RECOVERING -> false;
        };
    }

    /** The word used in logs, status and documents. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
