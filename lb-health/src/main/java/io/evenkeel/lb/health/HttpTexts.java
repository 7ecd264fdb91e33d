package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Setting;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a user may put into a request: nothing that would end its line or change how it is framed. */
final class HttpTexts {

    private static final Pattern PATH = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]*"); // no blank, no fragment
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=%:\\[\\]-]{1,255}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern VALUE =
            Pattern.compile("(?:[\\x21-\\x7e](?:[\\x20-\\x7e\\t]{0,1022}[\\x21-\\x7e])?)?");

    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "proxy-connection");

    private HttpTexts() {}

    static String path(@Nullable String path, int max) {
        if (path == null || path.length() > max || !PATH.matcher(path).matches()) {
            throw Setting.refusal(
                    "HTTP check path",
                    quoted(path),
                    "1 to " + max + " visible ASCII characters that begin with / and contain no #");
        }
        return path;
    }

    static String host(@Nullable String host) {
        if (host == null || !HOST.matcher(host).matches()) {
            throw Setting.refusal("HTTP check host", quoted(host), "a name or an address, with or without a port");
        }
        return host;
    }

    static HttpProbeRequest.Field field(@Nullable String name, @Nullable String value) {
        if (name == null || !NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw Setting.refusal(
                    "HTTP check header", quoted(name), "a token of 1 to 64 characters, not one of the message's frame");
        }
        if (value == null || !VALUE.matcher(value).matches()) {
            throw Setting.refusal(
                    "HTTP check header " + name,
                    quoted(value),
                    "0 to 1024 visible ASCII characters, with blanks only between them");
        }
        return new HttpProbeRequest.Field(name, value);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : '"' + text + '"';
    }
}
