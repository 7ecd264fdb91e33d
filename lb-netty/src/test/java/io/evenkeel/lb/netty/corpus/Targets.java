package io.evenkeel.lb.netty.corpus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of an absolute target on its way to a server (RFC 9112, 3.2.1 and 3.2.4). */
public final class Targets {

    private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://[^/?]*");

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
}
