package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.observe.HttpExchange;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.testkit.FakeRequestHead;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An exchange as an access log sees it. */
record FakeExchange(
        RequestHead request,
        int status,
        @Nullable String serverId,
        @Nullable String poolName,
        long responseBytes,
        long firstByteNanos,
        boolean complete)
        implements HttpExchange {

    static FakeExchange served(RequestHead request) {
        return new FakeExchange(request, 200, "10.0.0.11:8080", "shop", 5120, 1_234_567, true);
    }

    /** Cut before anything was known. */
    static FakeExchange unreadable() {
        return new FakeExchange(FakeRequestHead.raw("", "http", "", ""), 0, null, null, 0, -1, false);
    }

    @Override
    public String service() {
        return "shop";
    }

    @Override
    public InetSocketAddress client() {
        try {
            // With a name, which must not be in the log.
            return new InetSocketAddress(
                    InetAddress.getByAddress("client.example.com", new byte[] {(byte) 192, 0, 2, 7}), 40_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long requestBytes() {
        return 17;
    }

    @Override
    public Instant startedAt() {
        return Instant.parse("2026-03-04T05:06:07.089Z");
    }

    @Override
    public long totalNanos() {
        return 2_000_999;
    }

    @Override
    public int retries() {
        return 1;
    }

    @Override
    public String outcome() {
        return complete ? "done" : "client-reset";
    }
}
