package io.evenkeel.lb.status;

import java.util.Locale;

/** Why a client was turned away; counted by {@link ServiceSnapshot#refused()}. */
public enum Refusal {
    /** The service's access list denies its address. */
    ACCESS,
    /** More new connections per second than the service takes. */
    SERVICE_RATE,
    /** The client has as many connections as one client may have. */
    CLIENT_CONNECTIONS,
    /** More new connections per second than one client may make. */
    CLIENT_RATE,
    /** The table of clients is full of others that are connected. */
    CLIENT_TABLE,
    /** No server was available. */
    NO_SERVER,
    /** All servers were full, and so was the queue of those who wait for one. */
    QUEUE_FULL,
    /** All servers stayed full for as long as a client may wait. */
    QUEUE_TIMEOUT,
    /** The process had no descriptor left for the connection to the server, for as long as a client may wait. */
    DESCRIPTORS;

    /** The word used in logs, status and documents, for example {@code client-rate}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
