package io.evenkeel.lb.netty.corpus;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of an absolute target on its way to a server (RFC 9112, 3.2.1 and 3.2.4). */
public final class Targets {

    private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://[^/?]*");

    private static final Pattern PORT = Pattern.compile(":0*([0-9]*)$");

    private Targets() {}

    public static String sent(String method, String target) {
        Matcher authority = AUTHORITY.matcher(target);
        if (!authority.lookingAt()) {
            return target;
        }
        String rest = target.substring(authority.end());
        if (rest.isEmpty() && method.equals("OPTIONS")) {
            return "*";
        }
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** An authority in the one spelling: small letters, no port where the scheme implies it. */
    public static String authority(String authority) {
        Matcher port = PORT.matcher(authority);
        if (!port.find()) {
            return authority.toLowerCase(Locale.ROOT);
        }
        String digits = port.group(1);
        boolean implied = digits.isEmpty() || digits.equals("80") || digits.equals("443");
        return authority.substring(0, port.start()).toLowerCase(Locale.ROOT) + (implied ? "" : ":" + digits);
    }
}
