package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.corpus.Ending;
import io.evenkeel.lb.netty.corpus.NettyReader;
import io.evenkeel.lb.netty.corpus.PlainReader;
import io.evenkeel.lb.netty.corpus.Reading;
import io.evenkeel.lb.netty.corpus.Seen;
import io.evenkeel.lb.netty.corpus.Targets;
import io.evenkeel.lb.netty.http.message.FieldId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whatever our parser accepts, Netty's reads in the same way. Each function returns the first difference, or null. */
final class Differential {

    /** Netty counts a chunk's bytes in an int. */
    private static final String LARGE_CHUNK = "Chunk size overflow";

    /** It falls over a byte above 127 in a quoted value of an extension. */
    private static final String QUOTED_HIGH_BYTE = "bitIndex < 0";

    private Differential() {}

    static @Nullable String difference(byte[] bytes, boolean request, String method) {
        Reading ours = Http1Reader.whole(bytes, request, method);
        Reading netty = NettyReader.read(bytes, request, method);
        for (int i = 0; i < ours.messages().size(); i++) {
            Seen seen = ours.messages().get(i);
            if (isUnknownToNetty(seen, netty)) {
                return null;
            }
            if (i >= netty.messages().size()) {
                return "Netty does not read message " + i + ", " + seen + ": " + netty;
            }
            String difference = difference(seen, netty.messages().get(i), request, method);
            if (difference == null) {
                difference = bodies(seen, netty.messages().get(i), ours, netty);
            }
            if (difference != null) {
                return "message " + i + ": " + difference + "\nours  " + ours + "\nNetty " + netty;
            }
        }
        return null;
    }

    /** Where Netty is known to go its own way. */
    private static boolean isUnknownToNetty(Seen seen, Reading netty) {
        boolean switched = seen.status == 101;
        // It takes 8 bytes behind the head of an ancient WebSocket handshake for its body.
        boolean hixie = !seen.value("Sec-WebSocket-Key1").isEmpty();
        // On HTTP/1.0 it takes no list of lengths, though equal ones.
        boolean list = seen.minorVersion == 0 && netty.problem().contains("Content-Length");
        return switched
                || hixie
                || list
                || netty.problem().contains(LARGE_CHUNK)
                || netty.problem().contains(QUOTED_HIGH_BYTE);
    }

    private static @Nullable String difference(Seen ours, Seen netty, boolean request, String method) {
        if (request) {
            if (!ours.method.equals(netty.method)) {
                return "method";
            }
            if (!ours.target.equals(Targets.sent(netty.method, netty.target))) {
                return "target";
            }
        } else if (ours.status != netty.status || !ours.reason.strip().equals(netty.reason.strip())) {
            return "status line";
        }
        if (ours.minorVersion != netty.minorVersion) {
            return "version";
        }
        boolean none = !request && (ours.status < 200 || ours.status == 204);
        if (!lengths(ours).equals(lengths(netty))
                && !(none && lengths(netty).stream().allMatch(length -> length.matches("0+")))) {
            return "length";
        }
        // Netty takes the coding out where there can be no body.
        boolean bodiless = none || (!request && (method.equals("HEAD") || ours.status == 304));
        if (!bodiless && !ours.values("Transfer-Encoding").equals(netty.values("Transfer-Encoding"))) {
            return "coding";
        }
        List<String> fields = comparable(ours.fields);
        if (!ours.target.equals(netty.target) && netty.values("Host").isEmpty()) {
            // Ours makes the host of an absolute target a field, if an HTTP/1.0 client has sent none.
            fields.remove(fields.size() - 1);
        }
        return fields.equals(comparable(netty.fields)) ? null : "fields";
    }

    /** One if it is said several times. */
    private static Set<String> lengths(Seen seen) {
        return Set.copyOf(seen.values("Content-Length"));
    }

    private static @Nullable String bodies(Seen ours, Seen netty, Reading all, Reading nettys) {
        String body = ours.body.toString();
        String other = netty.body.toString();
        if (ours.complete) {
            boolean same = body.equals(other) && (netty.complete || all.ending() == Ending.UNTIL_END);
            return !same ? "body" : trailers(ours, netty);
        }
        if (all.ending() == Ending.CUT) {
            return body.startsWith(other) || other.startsWith(body) ? null : "body before the cut";
        }
        return body.equals(other) && !netty.complete && nettys.problem().isEmpty() ? null : "unfinished body";
    }

    /** Ours are those of Netty less those that we drop. */
    private static @Nullable String trailers(Seen ours, Seen netty) {
        List<String> rest = netty.trailers.stream()
                .filter(field -> FieldId.of(field.substring(0, field.indexOf(':'))) == FieldId.OTHER)
                .toList();
        return strip(ours.trailers).equals(strip(rest)) ? null : "trailers";
    }

    private static List<String> comparable(List<String> fields) {
        Predicate<String> framing = field -> {
            String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
            return name.equals("content-length") || name.equals("transfer-encoding");
        };
        return strip(fields.stream().filter(framing.negate()).toList());
    }

    private static List<String> strip(List<String> fields) {
        return new ArrayList<>(fields.stream().map(String::stripTrailing).toList());
    }

    /** The smallest message with a difference that is found by cutting pieces out of this one. */
    static String shrunk(String text, Predicate<byte[]> differs) {
        String smallest = text;
        for (int size = Math.max(1, text.length() / 2); size > 0; size /= 2) {
            for (int at = 0; at + size <= smallest.length(); ) {
                String next = smallest.substring(0, at) + smallest.substring(at + size);
                if (differs.test(PlainReader.bytes(next))) {
                    smallest = next;
                } else {
                    at++;
                }
            }
        }
        return smallest;
    }
}
