package io.evenkeel.lb.netty.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One message as somebody has read it: our parser, Netty's, the recording server. Bytes are characters 0 to 255. */
public final class Seen {

    public String method = "";
    public String target = "";
    /** The authority, "-" for none; only ours tells it. */
    public String host = "-";

    public int status;
    public String reason = "";
    public int minorVersion = 1;
    /** Only ours tells it. */
    public boolean keepAlive = true;

    public final List<String> fields = new ArrayList<>();
    public final StringBuilder body = new StringBuilder();
    public final List<String> trailers = new ArrayList<>();
    /** The head as it would go on to the other side; only ours tells it. */
    public String sent = "";
    /** Read to the end of its body. */
    public boolean complete;

    /** The values of a field, whatever the case of its name. */
    public List<String> values(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(field -> field.substring(begin.length()).strip())
                .toList();
    }

    /** The first value of a field, or an empty text. */
    public String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean isSame(Seen other) {
        return method.equals(other.method)
                && target.equals(other.target)
                && host.equals(other.host)
                && status == other.status
                && reason.equals(other.reason)
                && minorVersion == other.minorVersion
                && keepAlive == other.keepAlive
                && fields.equals(other.fields)
                && body.compareTo(other.body) == 0
                && trailers.equals(other.trailers)
                && sent.equals(other.sent)
                && complete == other.complete;
    }

    @Override
    public String toString() {
        String line = status == 0 ? method + " " + target + " host " + host : status + " " + reason;
        return Escapes.encode(line + " HTTP/1." + minorVersion + (keepAlive ? " keep" : " close") + " " + fields
                + " body " + body + " trailers " + trailers + (complete ? "" : " incomplete"));
    }
}
