package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.http.upstream.UpstreamConnection;
import io.evenkeel.lb.netty.loop.Deadline;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.search.ClientAffinity;
import io.evenkeel.lb.netty.search.Seeker;
import io.evenkeel.lb.netty.search.ServerSearch;
import io.evenkeel.lb.status.Refusal;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's way to a connection: find a server, then take one that is idle, or have one made. One search after the
 * other; on the loop's thread.
 */
final class UpstreamSearch implements Seeker {

    private final HttpLoop home;
    private final Deadline deadline;
    private final Attempts attempts;
    private final Selection selection;
    private final ServerSearch search;
    private @Nullable ClientConnection client;
    private HttpTimeouts timeouts = HttpTimeouts.DEFAULT;
    /** The connection that is being made. */
    private @Nullable UpstreamConnection connecting;

    UpstreamSearch(HttpLoop home, Deadline deadline, Attempts attempts, Selection selection) {
        this.home = home;
        this.deadline = deadline;
        this.attempts = attempts;
        this.selection = selection;
        this.search = new ServerSearch(this, home.frontend(), selection);
    }

    /** Begins; the answer, one of {@link Attempts}' methods, may be called within. */
    void begin(
            ClientConnection from,
            HttpTimeouts within,
            LivePool pool,
            @Nullable String host,
            @Nullable ClientAffinity table) {
        client = from;
        timeouts = within;
        search.begin(pool, from.serverPort(), host, table);
    }

    /** A new connection to the same server. */
    void redial() {
        search.redial();
    }

    /** Another server; the last one was excluded. */
    void again() {
        search.again();
    }

    /** Nobody waits for a connection any more. */
    void end(boolean searching) {
        if (searching) {
            search.end();
        }
        UpstreamConnection dialed = connecting;
        connecting = null;
        if (dialed != null) {
            dialed.abort();
        }
    }

    long deadlineNanos() {
        return search.deadlineNanos();
    }

    void expired() {
        search.expired();
    }

    private ClientConnection from() {
        return Objects.requireNonNull(client);
    }

    // ---- what the search asks ----

    @Override
    public Loop loop() {
        return home.loop();
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public InetSocketAddress client() {
        return from().address();
    }

    @Override
    public int arrivalPort() {
        return from().listener().getPort();
    }

    @Override
    public long connectNanos() {
        return timeouts.connect().toNanos();
    }

    @Override
    public long dialNanos() {
        return timeouts.dial().toNanos();
    }

    @Override
    public void waits() {}

    @Override
    public boolean isInTurn() {
        return true;
    }

    @Override
    public boolean reuse() {
        long idle = attempts.mayRestNanos();
        UpstreamConnection kept =
                idle == 0 ? null : home.upstreams().lease(selection.member().endpoint(), serverPort(), idle);
        if (kept == null) {
            return false;
        }
        attempts.join(kept);
        return true;
    }

    private int serverPort() {
        int own = selection.member().endpoint().port();
        if (own != 0) {
            return own;
        }
        int mapped = from().serverPort();
        return mapped != 0 ? mapped : arrivalPort();
    }

    @Override
    public void dialing(Channel channel) {
        connecting = home.frontend()
                .protocol()
                .connect(home, channel, selection.member().endpoint(), serverPort());
    }

    @Override
    public void missed(Channel channel) {
        connecting = null;
    }

    @Override
    public void reached(Channel channel) {
        UpstreamConnection made = Objects.requireNonNull(connecting);
        connecting = null;
        selection.member().stats().add(loop().worker(), MemberStats.CONNECTIONS, 1);
        attempts.join(made);
    }

    @Override
    public void refused(Refusal reason) {
        attempts.noServer(reason);
    }

    @Override
    public void timedOut(Refusal reason) {
        end(false);
        attempts.lateServer(reason);
    }
}
