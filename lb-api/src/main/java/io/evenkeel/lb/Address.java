package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes addresses and host names; never asks a name server. */
final class Address {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** What the JDK reads as an address; anything else it would look up. */
    private static final Pattern LITERAL =
            Pattern.compile(BYTE + "(\\." + BYTE + "){3}|(?=[^:]{0,4}:)[0-9a-fA-F:][0-9a-fA-F:.]*(%.+)?");

    private static final String LABEL = "[0-9a-zA-Z]([0-9a-zA-Z-]{0,61}[0-9a-zA-Z])?";

    /** RFC 1123, with the dot that keeps search domains out. */
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

    /** No top-level domain is a number, but every mistyped IPv4 address ends in one. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("([^.]*\\.)*\\d+\\.?");

    private static final int LONGEST_NAME = 253;

    private Address() {}

    /** The address of an IP literal or {@code localhost}. */
    static InetAddress parse(String setting, @Nullable String host) {
        String text = Setting.text(setting, host);
        InetAddress address = literal(text);
        if (address == null) {
            throw refused(setting, text, "an IPv4 or IPv6 address, or localhost");
        }
        return address;
    }

    /** The address of an IP literal or {@code localhost}, or null for a host name. */
    static @Nullable InetAddress parseOrName(String setting, @Nullable String host) {
        String text = Setting.text(setting, host);
        InetAddress address = literal(text);
        if (address == null) {
            requireName(setting, text);
        }
        return address;
    }

    private static void requireName(String setting, String text) {
        int length = text.endsWith(".") ? text.length() - 1 : text.length();
        if (length > LONGEST_NAME || !NAME.matcher(text).matches()) {
            throw refused(
                    setting,
                    text,
                    "an IPv4 or IPv6 address, localhost, or a host name of up to " + LONGEST_NAME
                            + " letters, digits, hyphens and dots");
        }
        if (NUMBER_AT_END.matcher(text).matches()) {
            throw refused(
                    setting,
                    text,
                    "four numbers of 0 to 255 for an IPv4 address, or a host name, which does not end in a number");
        }
    }

    private static @Nullable InetAddress literal(String text) {
        if (text.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return LITERAL.matcher(text).matches() ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static IllegalArgumentException refused(String setting, String text, String allowed) {
        return Setting.refusal(setting, '"' + text + '"', allowed);
    }

    /** {@code host:port}, {@code [v6]:port}, or the host alone for port 0. */
    static String text(String host, int port) {
        if (port == 0) {
            return host;
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
