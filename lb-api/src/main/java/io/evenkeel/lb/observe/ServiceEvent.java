package io.evenkeel.lb.observe;

import io.evenkeel.lb.status.ServiceStatus;
import java.util.Locale;

/** Something happened to a service. Immutable. */
public interface ServiceEvent {

    /** What happened. */
    enum Kind {
        /** The service was added. */
        ADDED,
        /** The service was replaced, or its servers changed. */
        REPLACED,
        /** The service was removed. */
        REMOVED,
        /** The status of the service changed. */
        STATUS;

        /** The word used in logs. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The service.
     *
     * @return its name
     */
    String service();

    /**
     * What happened.
     *
     * @return the kind of event
     */
    Kind kind();

    /**
     * The status after the change.
     *
     * @return the status; {@link ServiceStatus#DISABLED} once removed
     */
    ServiceStatus status();
}
