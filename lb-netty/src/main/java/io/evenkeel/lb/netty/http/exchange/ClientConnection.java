package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.netty.gate.Ticket;
import io.evenkeel.lb.netty.http.rules.Client;
import io.evenkeel.lb.netty.http.rules.ClientFields;
import io.evenkeel.lb.netty.loop.LiveConnection;
import io.evenkeel.lb.netty.search.ClientSource;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A client's connection, and what the exchanges on it ask about the client. On the loop's thread. */
public abstract class ClientConnection extends LiveConnection implements Client {

    private final HttpLoop home;
    private final Channel channel;
    private final Ticket ticket;
    private final int serverPort;
    private @Nullable ClientFields fields;
    /** Made when a scheduler asks for it. */
    private @Nullable ClientSource source;
    /** Whether the loop knows of the connection. */
    private boolean living;

    /**
     * A connection that has not begun.
     *
     * @param home where its exchanges live
     * @param channel the client's
     * @param ticket given back by {@link #ended}
     * @param serverPort the port to dial on servers without one of their own, or 0 for the one that the client came to
     */
    protected ClientConnection(HttpLoop home, Channel channel, Ticket ticket, int serverPort) {
        this.home = home;
        this.channel = channel;
        this.ticket = ticket;
        this.serverPort = serverPort;
    }

    // ---- what its exchanges ask ----

    @Override
    public final InetSocketAddress address() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public final InetSocketAddress listener() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** The client's address, to be hashed. */
    final ClientSource source() {
        ClientSource made = source;
        if (made == null) {
            made = new ClientSource(address().getAddress());
            source = made;
        }
        return made;
    }

    /** The port to dial on servers without one of their own, or 0 for the one that the client came to. */
    final int serverPort() {
        return serverPort;
    }

    /** Made once for each configuration. */
    @Override
    public final ClientFields fields() {
        ClientFields made = fields;
        if (made == null) {
            ForwardedHeaders settings = forwarding();
            made = new ClientFields(settings, home.reserved(settings), address(), listener(), "http");
            fields = made;
        }
        return made;
    }

    /**
     * What the client's requests are to tell of it.
     *
     * @return by the configuration in force for the present request
     */
    protected abstract ForwardedHeaders forwarding();

    /** The next requests are by another configuration. */
    protected final void reconfigured() {
        fields = null;
    }

    // ---- its place among its loop's connections ----

    /** The channel is registered: the loop is to know of the connection. */
    protected final void live() {
        living = true;
        home.loop().add(this);
    }

    /** The channel is closed. */
    protected final void ended() {
        home.frontend().left(ticket);
        if (living) {
            home.loop().remove(this);
        }
    }

    @Override
    public final LiveService service() {
        return home.frontend().service();
    }

    /** It is not for a server: its exchanges' connections are. */
    @Override
    public final @Nullable Endpoint endpoint() {
        return null;
    }

    @Override
    public final @Nullable LivePool pool() {
        return null;
    }

    @Override
    public final void resetAt(long deadlineNanos) {
        throw new IllegalStateException("a client's connection does not end with a server");
    }
}
