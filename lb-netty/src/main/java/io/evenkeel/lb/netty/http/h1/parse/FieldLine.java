package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;

/** {@code name: value}, the name a token, blanks around the value only (RFC 9112, 5). */
final class FieldLine {

    private FieldLine() {}

    /** Parses one and adds it; returns what {@link Lines} says. */
    static int parse(byte[] bytes, int from, int limit, Fields into) {
        int colon = Octets.skipToken(bytes, from, limit);
        if (colon == limit) {
            return Lines.INCOMPLETE;
        }
        if (bytes[colon] != ':' || colon == from) {
            return Lines.refuse(nameFault(bytes, from, colon), bytes, colon, limit);
        }
        int value = Octets.skipBlanks(bytes, colon + 1, limit);
        int end = Octets.skipText(bytes, value, limit);
        if (!Lines.endsAt(bytes, end, limit)) {
            return Lines.refuse(Fault.CONTROL, bytes, end, limit);
        }
        add(bytes, from, colon, value, end, into);
        return end + 2;
    }

    private static void add(byte[] bytes, int from, int colon, int value, int end, Fields into) {
        int valueEnd = end;
        while (valueEnd > value && Octets.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        int id = FieldId.of(bytes, from, colon);
        if (valueEnd == end && value == colon + 2 && bytes[colon + 1] == ' ') {
            into.addLine(from, colon, end, id);
        } else {
            into.add(from, colon, value, valueEnd, id);
        }
    }

    private static Fault nameFault(byte[] bytes, int from, int at) {
        if (!Octets.isBlank(bytes[at])) {
            return Fault.BAD_NAME;
        }
        return at == from ? Fault.FOLDED : Fault.BLANK_BEFORE_COLON;
    }
}
