package io.evenkeel.lb.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Collects what is answered to a question, and writes it (RFC 1035, 4.1): authoritative, recursion available. */
final class Reply {

    private static final int FLAGS = 0x8580;
    private static final int TRUNCATED = 0x0200;
    private static final int INTERNET = 1;
    private static final Pattern DOT = Pattern.compile("\\.");

    private final Query query;
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int count;

    Reply(Query query) {
        this.query = query;
    }

    /** An address, if it is of the family that was asked for. */
    void address(String name, long ttl, InetAddress address) {
        int type = address instanceof Inet4Address ? Query.A : Query.AAAA;
        if (type == query.type()) {
            record(name, type, ttl, address.getAddress());
        }
    }

    void alias(String name, long ttl, String target) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        name(data, target);
        record(name, Query.CNAME, ttl, data.toByteArray());
    }

    private void record(String name, int type, long ttl, byte[] data) {
        name(records, name);
        number(records, type, 2);
        number(records, INTERNET, 2);
        number(records, ttl, 4);
        number(records, data.length, 2);
        records.writeBytes(data);
        count++;
    }

    byte[] done() {
        return fail(0);
    }

    /** Nothing but the bit that says that there is more. */
    byte[] truncated() {
        return fail(TRUNCATED);
    }

    byte[] fail(int code) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        number(message, query.id(), 2);
        number(message, FLAGS | code, 2);
        number(message, 1, 2);
        number(message, count, 2);
        number(message, 0, 4);
        message.writeBytes(query.question());
        message.writeBytes(records.toByteArray());
        return message.toByteArray();
    }

    private static void name(ByteArrayOutputStream out, String name) {
        for (String label : DOT.split(name, -1)) {
            number(out, label.length(), 1);
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        number(out, 0, 1);
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }
}
