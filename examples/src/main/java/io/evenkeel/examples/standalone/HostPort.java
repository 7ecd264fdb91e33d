package io.evenkeel.examples.standalone;

import io.evenkeel.lb.spi.Setting;
import java.net.InetSocketAddress;

/**
 * The text {@code host:port}, {@code [v6]:port}, {@code host} or {@code v6}, taken apart; the library judges the parts.
 *
 * @param host the host, without brackets
 * @param port the port, or {@link #NONE}
 */
public record HostPort(String host, int port) {

    static final int NONE = -1;

    /** Takes a text apart whose port may be missing. */
    static HostPort parse(String setting, String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String rest = end < 0 ? "?" : text.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw Setting.refusal(setting, text, "[v6] or [v6]:port");
            }
            return new HostPort(text.substring(1, end), rest.isEmpty() ? NONE : port(setting, text, rest.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return new HostPort(text, NONE); // a host alone, be it of IPv6
        }
        return new HostPort(text.substring(0, colon), port(setting, text, text.substring(colon + 1)));
    }

    /** Takes a text apart that must have a port. */
    static HostPort parseWithPort(String setting, String text) {
        HostPort parsed = parse(setting, text);
        if (parsed.port == NONE) {
            throw Setting.refusal(setting, text, "host:port or [v6]:port");
        }
        return parsed;
    }

    /** The text of an address. */
    public static String of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static int port(String setting, String text, String port) {
        if (!port.matches("\\d{1,9}")) {
            throw Setting.refusal(setting, text, "a port of 0 to 65535 behind the colon");
        }
        return Integer.parseInt(port);
    }
}
