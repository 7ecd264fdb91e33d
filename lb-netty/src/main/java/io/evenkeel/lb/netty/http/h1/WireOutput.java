package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.loop.SocketWriter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What was written to a wire and not flushed: until then it can be dropped. On the loop's thread. */
final class WireOutput {

    /** A chunk of at most this size is copied behind what it follows: cheaper than a buffer of its own. */
    private static final int COPIED = 4096;

    private final Loop loop;
    private final SocketWriter writer;
    /** Before the one that grows. */
    private final ArrayList<ByteBuf> whole = new ArrayList<>(0);

    private @Nullable ByteBuf growing;
    /** Whether what is whole is being handed over. */
    private boolean handing;

    private long written;

    WireOutput(Loop loop, SocketWriter writer) {
        this.loop = loop;
        this.writer = writer;
    }

    /** Where a head, or the frame of a chunk, is written to. */
    ByteBuf head(int atLeast) {
        ByteBuf now = growing;
        if (now == null) {
            now = loop.buffers().output(atLeast);
            growing = now;
        }
        return now;
    }

    /** Writes a chunk behind what was written. */
    void add(ByteBuf chunk) {
        ByteBuf now = growing;
        if (now != null && chunk.readableBytes() <= COPIED) {
            loop.buffers().copy(chunk, now);
            chunk.release();
            return;
        }
        if (now != null) {
            growing = null;
            whole.add(now);
        }
        whole.add(chunk);
    }

    void flush() {
        ByteBuf last = growing;
        growing = null;
        if (whole.isEmpty()) {
            if (last != null) {
                send(last);
            }
            return;
        }
        if (last != null) {
            whole.add(last);
        }
        if (whole.size() == 1) {
            send(whole.remove(0));
            return;
        }
        for (int i = 0; i < whole.size(); i++) { // no iterator: nothing is allocated here
            written += whole.get(i).readableBytes();
        }
        handing = true;
        writer.send(whole);
        handing = false;
    }

    private void send(ByteBuf only) {
        written += only.readableBytes();
        writer.send(only);
    }

    void drop() {
        if (!handing) { // else they are the writer's, whose failure is why this is called
            whole.forEach(ByteBuf::release);
            whole.clear();
        }
        ByteBuf last = growing;
        growing = null;
        if (last != null) {
            last.release();
        }
    }

    /** Bytes flushed since the beginning. */
    long written() {
        return written;
    }
}
