package io.evenkeel.lb.spi;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in an HTTP message that configuration or user code asks for: nothing that ends a line, a field or a
 * request before its time (RFC 9110 and 9112). Every method returns the text it accepted.
 */
public final class HttpSyntax {

    /** The longest field name that may be set. */
    public static final int MAX_NAME = 256;

    /** The longest field value or target that may be set. */
    public static final int MAX_VALUE = 8192;

    /** Fields that say where a message ends, whom it is for, or how the connection goes on: the balancer writes these. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HttpSyntax() {}

    /**
     * Accepts a token: a method or the name of a field.
     *
     * @param setting what it is, for the refusal
     * @param text for example {@code X-User}
     * @return {@code text}
     * @throws IllegalArgumentException when it is missing, empty, longer than {@link #MAX_NAME}, or holds another
     *     character than letters, digits and {@code !#$%&'*+-.^_`|~}
     */
    public static String token(String setting, @Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_NAME || !isToken(text)) {
            throw Setting.refusal(
                    setting, quoted(text), "1 to " + MAX_NAME + " letters, digits and characters of !#$%&'*+-.^_`|~");
        }
        return text;
    }

    /**
     * Accepts the name of a field that may be set, added or removed: any but those by which a message is framed and
     * addressed, which are Connection, Content-Length, Expect, Host, HTTP2-Settings, Keep-Alive, Proxy-Connection, TE,
     * Trailer, Transfer-Encoding and Upgrade.
     *
     * @param name in any case
     * @return {@code name}
     * @throws IllegalArgumentException when it is one of these, or not a token
     */
    public static String fieldName(@Nullable String name) {
        String token = token("header name", name);
        if (OWN.contains(token.toLowerCase(Locale.ROOT))) {
            throw Setting.refusal("header name", token, "a header that the balancer does not write itself");
        }
        return token;
    }

    /**
     * Accepts the value of a field.
     *
     * @param name the field, for the refusal
     * @param value may be empty
     * @return {@code value}
     * @throws IllegalArgumentException when it is missing, longer than {@link #MAX_VALUE}, holds a control character other
     *     than the tab, or one above U+00FF, or begins or ends with a blank or tab
     */
    public static String fieldValue(String name, @Nullable String value) {
        if (value == null || value.length() > MAX_VALUE || !isValue(value)) {
            throw Setting.refusal(
                    "header " + name,
                    quoted(value),
                    "at most " + MAX_VALUE
                            + " characters of ISO 8859-1, no control characters, no blank at the beginning or end");
        }
        return value;
    }

    /**
     * Accepts a target, which is a path with or without a query.
     *
     * @param setting what it is, for the refusal
     * @param target for example {@code /search?q=x}
     * @return {@code target}
     * @throws IllegalArgumentException when it is missing, longer than {@link #MAX_VALUE}, does not begin with {@code /},
     *     or holds a {@code #} or anything but printable ASCII
     */
    public static String target(String setting, @Nullable String target) {
        if (target == null || target.length() > MAX_VALUE || !isTarget(target)) {
            throw Setting.refusal(
                    setting,
                    quoted(target),
                    "at most " + MAX_VALUE + " printable ASCII characters without # that begin with /");
        }
        return target;
    }

    /**
     * Whether a text is a path with or without a query, of any length.
     *
     * @param text any text
     * @return true when it begins with {@code /} and holds nothing but printable ASCII without {@code #}
     */
    public static boolean isTarget(String text) {
        if (text.isEmpty() || text.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a text is a host without a port: a name in letters, digits, hyphens, underscores and dots, an IPv4 address,
     * or an IPv6 address in brackets.
     *
     * @param text any text
     * @return true when it is a host of at most 255 characters
     */
    public static boolean isHost(String text) {
        int length = text.length();
        if (length == 0 || length > 255) {
            return false;
        }
        boolean bracketed = text.charAt(0) == '[';
        if (bracketed && (length < 4 || text.charAt(length - 1) != ']')) {
            return false;
        }
        for (int i = bracketed ? 1 : 0; i < (bracketed ? length - 1 : length); i++) {
            char c = text.charAt(i);
            if (bracketed ? !isHex(c) && c != ':' && c != '.' : !isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0x7F || c > 0xFF || (c < 0x20 && c != '\t')) {
                return false;
            }
        }
        return value.isEmpty() || !(isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isLetterOrDigit(char c) {
        return within(c, 'a', 'z') || within(c, 'A', 'Z') || within(c, '0', '9');
    }

    private static boolean isHex(char c) {
        return within(c, '0', '9') || within(c, 'a', 'f') || within(c, 'A', 'F');
    }

    private static boolean within(char c, char first, char last) {
        return c >= first && c <= last;
    }

    /** A refusal ends up in logs: what could break its line is not repeated, and what is long only in its beginning. */
    private static @Nullable String quoted(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder out = new StringBuilder().append('"');
        for (int i = 0; i < Math.min(text.length(), 100); i++) {
            char c = text.charAt(i);
            out.append(c < 0x20 || c >= 0x7F ? '?' : c);
        }
        return out.append(text.length() > 100 ? "…\"" : "\"").toString();
    }
}
