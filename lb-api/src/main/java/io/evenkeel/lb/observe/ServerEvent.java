package io.evenkeel.lb.observe;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServerSnapshot;

/** Something happened to a server. Immutable. */
public interface ServerEvent {

    /**
     * The service.
     *
     * @return its name
     */
    String service();

    /**
     * The server's pool.
     *
     * @return its name; the default pool has the service's
     */
    String pool();

    /**
     * The server, as it is after the change.
     *
     * @return an immutable picture
     */
    ServerSnapshot server();

    /**
     * The health before the change.
     *
     * @return the previous health; the present one where it did not change
     */
    Health previousHealth();

    /**
     * The administrative state before the change.
     *
     * @return the previous state; the present one where it did not change
     */
    AdminState previousAdmin();
}
