package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.listen.DescriptorWait;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts to connect to one server, the one that is reserved: its addresses one after the other, each within the time of
 * one attempt; where there is no descriptor for it, a wait. Behind the last address the server is excluded. Reusable, one
 * server after the other. On the loop's thread.
 */
final class Dial {

    private static final Logger log = LoggerFactory.getLogger(Dial.class);

    private final ServerSearch search;
    private final Seeker seeker;
    private final Frontend frontend;
    private final Loop loop;
    private final Selection selection;

    /** Whether it goes on. */
    private boolean on;

    private int serverPort;
    /** Those of the server, and which of them. */
    private List<InetAddress> addresses = List.of();

    private int address;
    private @Nullable Channel attempt;
    /** When the present attempt began, or the last one ended. */
    private long since;
    /** The wait for a descriptor; there hardly ever is one. */
    private @Nullable DescriptorWait descriptor;

    Dial(ServerSearch search, Seeker seeker, Frontend frontend, Selection selection) {
        this.search = search;
        this.seeker = seeker;
        this.frontend = frontend;
        this.loop = seeker.loop();
        this.selection = selection;
    }

    /**
     * Begins with the server that is reserved. The search hears of the end: it calls {@link ServerSearch#connected} or {@link
     * ServerSearch#chooseNext}.
     *
     * @param port the port to dial if the server has none of its own, or 0 for the one that the client came to
     */
    void begin(int port) {
        on = true;
        serverPort = port;
        addresses = selection.member().endpoint().addresses();
        address = 0;
        since = loop.wheel().exactNow();
        if (seeker.isInTurn()) {
            attempt = null;
            loop.eventLoop().execute(this::connectNext);
        } else {
            connect();
        }
    }

    /** Connects to the present address. */
    private void connect() {
        since = loop.wheel().exactNow();
        selection.handed();
        InetSocketAddress target = target();
        Channel channel;
        try {
            channel = loop.transport().newSocket(target.getAddress());
        } catch (RuntimeException e) {
            notOpened(e);
            return;
        }
        seeker.dialing(channel);
        ChannelFuture registered = loop.eventLoop().register(channel);
        if (registered.cause() != null) { // Netty has closed it
            notOpened(registered.cause());
            return;
        }
        attempt = channel;
        loop.wheel().schedule(seeker.deadline());
        channel.connect(target).addListener((ChannelFuture connected) -> connected(channel, connected.cause()));
    }

    private InetSocketAddress target() {
        int port = selection.member().endpoint().port();
        if (port == 0) {
            port = serverPort;
        }
        return new InetSocketAddress(addresses.get(address), port != 0 ? port : seeker.arrivalPort());
    }

    /** There is no socket to reach the server with. If that is our own fault, the client waits, and no server is blamed. */
    private void notOpened(Throwable cause) {
        if (!Shortage.isOne(cause)) {
            log.debug("{}: no socket for server {}", frontend.service().name(), selection.member(), cause);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        frontend.shortage().failed(frontend.service().name(), cause);
        if (descriptor == null) {
            descriptor = new DescriptorWait(frontend.shortage(), loop.eventLoop(), this::connect);
        }
        descriptor.begin();
        loop.wheel().schedule(seeker.deadline());
    }

    private void connected(Channel channel, @Nullable Throwable failure) {
        if (!on || attempt != channel) {
            return; // given up meanwhile
        }
        if (failure != null) {
            log.debug("{}: server {} is not reached", frontend.service().name(), selection.member(), failure);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        on = false;
        search.connected(channel);
    }

    /** The server's next address is tried; behind the last, the server is given up, and the search tries the next. */
    private void next(Outcome outcome) {
        Channel failed = attempt;
        attempt = null;
        address++;
        boolean another = address < addresses.size();
        if (!another) {
            on = false;
            selection.exclude(outcome, loop.wheel().now() - since);
        }
        if (failed != null) {
            seeker.missed(failed);
            failed.close();
        }
        since = loop.wheel().exactNow();
        // Not in this turn, see Frontend.register; and each of many servers would deepen the stack.
        loop.eventLoop().execute(another ? this::connectNext : search::chooseNext);
    }

    private void connectNext() {
        if (on && attempt == null && selection.isReserved() && !lacksDescriptor()) {
            connect();
        }
    }

    /** Whether there is no descriptor to connect with. */
    boolean lacksDescriptor() {
        return descriptor != null && descriptor.isOn();
    }

    /** The present attempt's time is over. */
    void expired() {
        DescriptorWait wait = descriptor;
        if (wait != null && wait.isOn()) {
            wait.retry();
        } else if (attempt != null) {
            next(Outcome.CONNECT_TIMEOUT);
        }
    }

    /** When {@link #expired} is due. */
    long deadlineNanos() {
        return since + (lacksDescriptor() ? DescriptorWait.RETRY_NANOS : seeker.connectNanos());
    }

    /** When the present attempt began. */
    long since() {
        return since;
    }

    /** Nobody waits for the server any more; the reservation is the caller's. */
    void end() {
        on = false;
        if (descriptor != null) {
            descriptor.end();
        }
    }
}
