package io.evenkeel.lb.check;

import io.evenkeel.lb.spi.Setting;

/**
 * What a check is pointed at.
 *
 * @param host an address as configured, not blank
 * @param port 1 to 65535
 */
public record CheckTarget(String host, int port) {

    /**
     * Validates.
     *
     * @param host an address as configured, not blank
     * @param port 1 to 65535
     * @throws IllegalArgumentException when the host is blank or the port outside 1 to 65535
     */
    public CheckTarget {
        Setting.text("host", host);
        Setting.range("port", port, 1, 65535);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
