package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.netty.http.message.Cookies;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client of a request, and the request as its server will get it, as schedulers hash them: ranges of the head's bytes, of
 * which no text is made. Used for one exchange after the other; on the loop's thread.
 */
final class RequestView implements ClientView {

    private final RequestMessage request;
    private @Nullable ClientConnection client;

    RequestView(RequestMessage request) {
        this.request = request;
    }

    /** The request has come on this connection. */
    void begin(ClientConnection from) {
        client = from;
    }

    void reset() {
        client = null;
    }

    @Override
    public long source(int prefix4, int prefix6) {
        return Objects.requireNonNull(client).source().hash(prefix4, prefix6);
    }

    @Override
    public long host() {
        int from = request.authorityStart();
        int to = request.hostEnd();
        byte[] bytes = request.fields().bytes();
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') { // rare enough for a text
                byte[] lower = request.host().getBytes(StandardCharsets.ISO_8859_1);
                return Hash64.of(lower, 0, lower.length);
            }
        }
        return hash(from, to);
    }

    @Override
    public long target() {
        return hash(request.targetStart(), request.targetEnd());
    }

    @Override
    public long path() {
        return hash(request.targetStart(), request.pathEnd());
    }

    @Override
    public long queryItem(String name) {
        byte[] bytes = request.fields().bytes();
        int to = request.targetEnd();
        for (int start = request.pathEnd() + 1; start < to; ) {
            int end = Octets.indexOf('&', bytes, start, to);
            int value = start + name.length() + 1;
            if (value <= end && bytes[value - 1] == '=' && Octets.equal(bytes, start, value - 1, name)) {
                return hash(value, end);
            }
            start = end + 1;
        }
        return NONE;
    }

    @Override
    public long header(String name) {
        Fields fields = request.fields();
        int i = fields.find(name, 0);
        return i < 0 ? NONE : hash(fields.valueStart(i), fields.valueEnd(i));
    }

    @Override
    public long cookie(String name) {
        long range = Cookies.find(request.fields(), name);
        return range < 0 ? NONE : hash(Cookies.start(range), Cookies.end(range));
    }

    private long hash(int from, int to) {
        return from == to ? NONE : Hash64.of(request.fields().bytes(), from, to);
    }
}
