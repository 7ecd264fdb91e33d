package io.evenkeel.lb.testkit.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads one body, in as many calls as the test likes. One thread at a time. */
final class BodyReader {

    /** Extensions are legal, and nobody here needs them. */
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})([ \\t]*;[^\\r\\n]*)?");

    private final MessageInput input;
    private final Framing.Kind kind;
    private final BodyRecord body;
    private final byte[] buffer = new byte[16 * 1024];
    private Fields trailers = Fields.NONE;
    private long left;
    private boolean withinChunk;
    private boolean done;

    BodyReader(MessageInput input, Framing framing, BodyRecord body) {
        this.input = input;
        this.kind = framing.kind();
        this.left = framing.length();
        this.body = body;
        this.done = kind == Framing.Kind.NONE || (kind == Framing.Kind.LENGTH && left == 0);
    }

    boolean isDone() {
        return done;
    }

    Fields trailers() {
        return trailers;
    }

    /** Reads so many bytes of the body, or fewer if it ends. */
    void read(long atMost) throws IOException {
        long wanted = atMost;
        while (!done && wanted > 0) {
            wanted -= switch (kind) {
                case NONE -> 0;
                case LENGTH -> counted(wanted);
                case CHUNKED -> chunked(wanted);
                case UNTIL_CLOSE -> untilClose(wanted);
            };
        }
    }

    private int counted(long wanted) throws IOException {
        int count = data(Math.min(wanted, left));
        left -= count;
        done = left == 0;
        return count;
    }

    private int chunked(long wanted) throws IOException {
        if (!withinChunk) {
            nextChunk();
            return 0;
        }
        int count = data(Math.min(wanted, left));
        left -= count;
        if (left == 0) {
            input.lineEnd();
            withinChunk = false;
        }
        return count;
    }

    private void nextChunk() throws IOException {
        String line = input.line();
        var size = CHUNK.matcher(line);
        if (!size.matches()) {
            throw new MalformedMessageException("not a chunk: \"" + line + '"');
        }
        left = Long.parseLong(size.group(1), 16);
        withinChunk = left > 0;
        if (!withinChunk) {
            trailers = input.fields();
            done = true;
        }
    }

    private int untilClose(long wanted) throws IOException {
        int count = input.read(buffer, 0, (int) Math.min(wanted, buffer.length));
        if (count < 0) {
            done = true;
            return 0;
        }
        body.add(buffer, count);
        return count;
    }

    private int data(long atMost) throws IOException {
        int count = input.read(buffer, 0, (int) Math.min(atMost, buffer.length));
        if (count < 0) {
            throw new EOFException("the end within a body");
        }
        body.add(buffer, count);
        return count;
    }
}
