package io.evenkeel.lb.check;

import io.evenkeel.lb.spi.Setting;

/**
 * What a check is pointed at.
 *
 * @param host the address to connect to, not blank
 * @param port 1 to 65535
 * @param name what the server calls itself: its host name where it was given by one and the check {@linkplain
 *     HealthCheck#asksByName heeds that}, else the address
 */
public record CheckTarget(String host, int port, String name) {

    /**
     * Validates.
     *
     * @param host the address to connect to, not blank
     * @param port 1 to 65535
     * @param name what the server calls itself, not blank
     * @throws IllegalArgumentException when the host or the name is blank or the port outside 1 to 65535
     */
    public CheckTarget {
        Setting.text("host", host);
        Setting.text("name", name);
        Setting.range("port", port, 1, 65535);
    }

    /**
     * A server that is known by its address.
     *
     * @param host the address to connect to, not blank
     * @param port 1 to 65535
     * @throws IllegalArgumentException when the host is blank or the port outside 1 to 65535
     */
    public CheckTarget(String host, int port) {
        this(host, port, host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
