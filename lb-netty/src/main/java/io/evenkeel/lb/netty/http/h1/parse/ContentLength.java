package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.Octets;
import org.jspecify.annotations.Nullable;

/** A length: digits and nothing else. Said several times, in fields or in a list, it must be the same digits. */
final class ContentLength {

    /** As many as the greatest length has. */
    private static final int MAX_DIGITS = 19;

    private ContentLength() {}

    /** Reads the one or more that are there; leaves one. */
    static @Nullable Fault read(Message message) {
        Fields fields = message.fields();
        int first = fields.find(FieldId.CONTENT_LENGTH, 0);
        byte[] bytes = fields.bytes();
        int from = fields.valueStart(first);
        int end = digitsEnd(bytes, from, fields.valueEnd(first));
        long length = value(bytes, from, end);
        if (length < 0) {
            return Fault.BAD_LENGTH;
        }
        int next = fields.find(FieldId.CONTENT_LENGTH, first + 1);
        Fault fault = end == fields.valueEnd(first) && next < 0 ? null : merge(fields, first, from, end);
        message.contentLength(length);
        return fault;
    }

    /** Makes one of many that are the same. */
    private static @Nullable Fault merge(Fields fields, int first, int from, int end) {
        for (int i = first; i >= 0; i = fields.find(FieldId.CONTENT_LENGTH, i + 1)) {
            Fault fault = compare(fields.bytes(), from, end, fields.valueStart(i), fields.valueEnd(i));
            if (fault != null) {
                return fault;
            }
            if (i != first) {
                fields.drop(i);
            }
        }
        fields.value(first, from, end);
        return null;
    }

    private static int digitsEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Octets.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    /** -1 if there are no digits, or the number is too great. */
    private static long value(byte[] bytes, int from, int end) {
        if (end == from || end - from > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value < 0 ? -1 : value;
    }

    /** Whether all items of a value are certain digits. */
    private static @Nullable Fault compare(byte[] bytes, int digits, int digitsEnd, int from, int to) {
        int length = digitsEnd - digits;
        int at = from;
        while (true) {
            int start = Octets.skipBlanks(bytes, at, to);
            int end = digitsEnd(bytes, start, to);
            if (end == start) {
                return Fault.BAD_LENGTH;
            }
            if (end - start != length || !Octets.alike(bytes, digits, start, length)) {
                return Fault.LENGTHS_DIFFER;
            }
            at = Octets.skipBlanks(bytes, end, to);
            if (at == to) {
                return null;
            }
            if (bytes[at++] != ',') {
                return Fault.BAD_LENGTH;
            }
        }
    }
}
