package io.evenkeel.examples.standalone;

import io.evenkeel.lb.spi.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a listener is for; its name is the scheme of the listener's URL. */
enum Traffic {
    TCP,
    HTTP;

    private static final List<String> NOT_YET = List.of("udp", "https", "tls");

    /** The kind that a URL names. */
    static Traffic of(String url) {
        String scheme = url.split("://", 2)[0];
        if (NOT_YET.contains(scheme)) {
            throw Values.notYet("listen: " + scheme + "://", "tcp://, http://");
        }
        return Arrays.stream(values())
                .filter(traffic -> url.startsWith(traffic.prefix()))
                .findFirst()
                .orElseThrow(() -> Setting.refusal(
                        "listen", url, "tcp://host:port or tcp://host:first-last, or the same with http://"));
    }

    /** What comes before the address. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT) + "://";
    }
}
