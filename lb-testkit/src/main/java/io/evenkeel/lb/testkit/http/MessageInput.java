package io.evenkeel.lb.testkit.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads lines and fields, and takes nothing that a sender must not send: no bare CR or LF, no control, no folded line, no
 * blank before a colon. An end within a line is an {@link EOFException}.
 */
final class MessageInput {

    static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final int MAX_LINE = 1024 * 1024;
    private static final int MAX_FIELDS = 10_000;

    private final BufferedInputStream input;

    MessageInput(InputStream input) {
        this.input = new BufferedInputStream(input, 16 * 1024);
    }

    /** Waits for the next byte, and leaves it there; false at the end. */
    boolean hasMore() throws IOException {
        input.mark(1);
        if (input.read() < 0) {
            return false;
        }
        input.reset();
        return true;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        return input.read(target, offset, length);
    }

    /** A line, without its end. */
    String line() throws IOException {
        return line(required());
    }

    Fields fields() throws IOException {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (entries.size() == MAX_FIELDS) {
                throw new MalformedMessageException("more than " + MAX_FIELDS + " fields");
            }
            entries.add(field(line));
        }
        return new Fields(entries);
    }

    /** Behind a chunk's data. */
    void lineEnd() throws IOException {
        if (required() != '\r' || required() != '\n') {
            throw new MalformedMessageException("a chunk is longer than its size says");
        }
    }

    private static Map.Entry<String, String> field(String line) throws MalformedMessageException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !TOKEN.matcher(name).matches()) {
            throw new MalformedMessageException("not a field: \"" + line + '"');
        }
        return Map.entry(name, trimmed(line.substring(colon + 1)));
    }

    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private String line(int first) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = first;
        while (next != '\r') {
            if (next == '\n' || next == 0x7f || (next < ' ' && next != '\t')) {
                throw new MalformedMessageException(
                        "the byte " + next + " within the line \"" + line + '"'); // a bare LF among them
            }
            if (line.length() == MAX_LINE) {
                throw new MalformedMessageException("a line of more than " + MAX_LINE + " bytes");
            }
            line.append((char) next);
            next = required();
        }
        if (required() != '\n') {
            throw new MalformedMessageException("a bare CR behind \"" + line + '"');
        }
        return line.toString();
    }

    private int required() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException("the end within a message");
        }
        return next;
    }

    /** Bytes and characters of these lines are one to one. */
    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
