package io.evenkeel.lb.netty.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what a balancer has sent, with the plainest code that can: nothing of the code under test. It is as strict as the
 * corpus: whatever is not exactly right is an {@link IllegalStateException}.
 */
public final class PlainReader {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";

    private final InputStream input;

    public PlainReader(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /** True if nothing comes any more. */
    public boolean atEnd() throws IOException {
        input.mark(1);
        int next = input.read();
        input.reset();
        return next < 0;
    }

    /** The head of a request. */
    public Seen requestHead() throws IOException {
        String[] words = line().split(" ", -1);
        require(words.length == 3 && words[2].matches("HTTP/1\\.[01]"), "request line " + List.of(words));
        require(words[0].matches(TOKEN) && words[1].matches("[!-~]+"), "request line " + List.of(words));
        Seen seen = new Seen();
        seen.method = words[0];
        seen.target = words[1];
        seen.minorVersion = words[2].charAt(7) - '0';
        fields(seen.fields);
        require(seen.values("Host").size() <= 1, "more than one Host");
        seen.host = seen.values("Host").isEmpty() ? "-" : seen.value("Host");
        return seen;
    }

    /** A response with its body. */
    public Seen response(String method) throws IOException {
        Seen seen = responseHead();
        boolean none = method.equals("HEAD") || seen.status < 200 || seen.status == 204 || seen.status == 304;
        if (none) {
            seen.complete = true;
        } else {
            body(seen, true);
        }
        return seen;
    }

    /** The head of a response. */
    public Seen responseHead() throws IOException {
        String line = line();
        require(
                line.matches("(?s)HTTP/1\\.[01] [1-9][0-9][0-9] [^\\x00-\\x08\\x0a-\\x1f\\x7f]*"),
                "status line " + line);
        Seen seen = new Seen();
        seen.minorVersion = line.charAt(7) - '0';
        seen.status = Integer.parseInt(line.substring(9, 12));
        seen.reason = line.substring(13);
        fields(seen.fields);
        return seen;
    }

    /** What follows the head; stays incomplete if the end comes first. */
    public void body(Seen seen, boolean response) throws IOException {
        List<String> lengths = seen.values("Content-Length");
        List<String> codings = seen.values("Transfer-Encoding");
        require(lengths.size() + codings.size() <= 1, "framing " + seen.fields);
        try {
            if (!codings.isEmpty()) {
                require(codings.get(0).equalsIgnoreCase("chunked"), "coding " + codings);
                chunks(seen);
            } else if (!lengths.isEmpty()) {
                require(lengths.get(0).matches("[0-9]{1,19}"), "length " + lengths);
                data(seen, Long.parseLong(lengths.get(0)));
            } else if (response) {
                for (int next = input.read(); next >= 0; next = input.read()) {
                    seen.body.append((char) next);
                }
            }
            seen.complete = true;
        } catch (EOFException cut) {
            seen.complete = false;
        }
    }

    private void chunks(Seen seen) throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            data(seen, size);
            require(line().isEmpty(), "bytes behind a chunk");
        }
        fields(seen.trailers);
    }

    private long chunkSize() throws IOException {
        String size = line();
        require(size.matches("[0-9a-fA-F]{1,16}"), "chunk size " + size);
        return Long.parseLong(size, 16);
    }

    private void data(Seen seen, long size) throws IOException {
        for (long left = size; left > 0; left--) {
            seen.body.append((char) read());
        }
    }

    private void fields(List<String> fields) throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            require(colon > 0 && line.substring(0, colon).matches(TOKEN), "field " + line);
            String value = line.substring(colon + 1);
            require(value.matches("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*"), "field " + line);
            fields.add(line.substring(0, colon) + ": " + value.strip());
        }
    }

    /** Without its CRLF. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            line.append((char) next);
        }
        int last = line.length() - 1;
        require(last >= 0 && line.charAt(last) == '\r', "line feed alone behind " + line);
        line.setLength(last);
        require(line.indexOf("\r") < 0, "carriage return in " + line);
        return line.toString();
    }

    private int read() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException("end of stream");
        }
        return next;
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(Escapes.encode(what));
        }
    }

    /** The bytes of such a text. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
