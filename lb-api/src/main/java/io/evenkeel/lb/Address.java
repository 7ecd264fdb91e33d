package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes addresses; never asks a name server. */
final class Address {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** What the JDK reads as an address; anything else it would look up. */
    private static final Pattern LITERAL =
            Pattern.compile(BYTE + "(\\." + BYTE + "){3}|(?=[^:]{0,4}:)[0-9a-fA-F:][0-9a-fA-F:.]*(%.+)?");

    private Address() {}

    /** The address of an IP literal or {@code localhost}. */
    static InetAddress parse(String setting, @Nullable String host) {
        String text = Setting.text(setting, host);
        if (text.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            if (LITERAL.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw refused(setting, text);
        }
        throw refused(setting, text);
    }

    private static IllegalArgumentException refused(String setting, String text) {
        return Setting.refusal(setting, '"' + text + '"', "an IPv4 or IPv6 address, or localhost");
    }

    /** {@code host:port}, {@code [v6]:port}, or the host alone for port 0. */
    static String text(String host, int port) {
        if (port == 0) {
            return host;
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
