package io.evenkeel.lb.netty.tcp;

import io.evenkeel.lb.Refusal;
import io.evenkeel.lb.TcpTimeouts;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.engine.WaitingRoom;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.spi.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's way to a server: look up the one it had, choose, wait where all are full, dial (each of the server's addresses,
 * then the next server, within one deadline), wait for a descriptor where there is none. The client's bytes wait meanwhile.
 * On the loop's thread.
 */
final class ServerSearch {

    private static final Logger log = LoggerFactory.getLogger(ServerSearch.class);

    private enum Stage {
        LOOKING_UP,
        WAITING,
        DIALING,
        OVER
    }

    private final TcpConnection connection;
    private final TcpFrontend frontend;
    private final Loop loop;
    private final Selection selection;
    private final int serverPort;
    private final TcpTimeouts timeouts;

    private Stage stage = Stage.LOOKING_UP;
    private @Nullable ClientAffinity affinity;
    /** The place in the waiting room, if there was one. */
    private long ticket;

    private long waitingSince;
    /** When the first server was dialed. */
    private long dialingSince;
    /** When the present stage or attempt began. */
    private long since;

    private @Nullable Side attempt;
    /** Those of the server that is dialed, and which of them. */
    private List<InetAddress> addresses = List.of();

    private int address;
    /** The wait for a descriptor to the server that is reserved; there hardly ever is one. */
    private @Nullable DescriptorWait descriptor;

    /**
     * A search that has not begun.
     *
     * @param serverPort the port to dial on servers without one of their own, or 0 for the one that the client came to
     */
    ServerSearch(TcpConnection connection, TcpFrontend frontend, Selection selection, int serverPort) {
        this.connection = connection;
        this.frontend = frontend;
        this.loop = connection.loop();
        this.selection = selection;
        this.serverPort = serverPort;
        this.timeouts = frontend.config().timeouts();
    }

    private LiveService service() {
        return frontend.service();
    }

    private LivePool pool() {
        return service().pool();
    }

    /** What persistence knows of the client, or null. */
    @Nullable
    ClientAffinity affinity() {
        return affinity;
    }

    // ---- look up ----

    void begin() {
        since = loop.wheel().now();
        Affinity persistence = service().affinity();
        if (persistence == null) {
            choose();
            return;
        }
        ClientAffinity asked = new ClientAffinity(persistence, connection.clientAddress(), loop, this::lookedUp);
        affinity = asked;
        if (asked.lookUp()) {
            choose();
        } else {
            connection.clientWaits();
            loop.wheel().schedule(connection);
        }
    }

    /** The table has answered, or took too long. */
    private void lookedUp() {
        if (stage == Stage.LOOKING_UP) {
            choose();
        }
    }

    // ---- choose and wait ----

    private void choose() {
        ClientAffinity known = affinity;
        Choice choice = pool().choose(loop.worker(), known == null ? null : known.host(), selection);
        switch (choice) {
            case PICKED -> dial();
            case WAIT -> enterRoom();
            case NONE_AVAILABLE, ALL_TRIED -> refuse(Refusal.NO_SERVER, choice);
            case ALL_FULL -> refuse(fullRefusal(), choice);
        }
    }

    private Refusal fullRefusal() {
        if (frontend.config().pool().availability().maxWaiting() == 0) {
            return Refusal.NO_SERVER;
        }
        return ticket == 0 ? Refusal.QUEUE_FULL : Refusal.QUEUE_TIMEOUT;
    }

    private void refuse(Refusal refusal, Choice choice) {
        log.debug("{}: a client is refused: {} after {} tried", service().name(), choice, selection.triedCount());
        service().refusals().count(refusal, connection.clientAddress());
        connection.refused();
    }

    private void enterRoom() {
        WaitingRoom room = pool().room();
        long place = room.enter(ticket, selection, () -> loop.eventLoop().execute(this::called));
        if (place == 0) {
            selection.turnedAway();
            choose();
            return;
        }
        if (ticket == 0) {
            waitingSince = loop.wheel().now();
        }
        ticket = place;
        stage = Stage.WAITING;
        connection.clientWaits();
        loop.wheel().schedule(connection);
    }

    /** Out of the waiting room: a server may take one more. */
    private void called() {
        if (stage == Stage.WAITING) {
            selection.called();
            choose();
        } else {
            pool().room().passOn();
        }
    }

    // ---- dial ----

    private void dial() {
        if (stage != Stage.DIALING) {
            dialingSince = loop.wheel().now();
            stage = Stage.DIALING;
        }
        addresses = selection.member().endpoint().addresses();
        address = 0;
        connect();
    }

    /** Connects to the present address of the server that is reserved. */
    private void connect() {
        since = loop.wheel().now();
        InetSocketAddress target = target();
        Channel channel;
        try {
            channel = loop.transport().newSocket(target.getAddress());
        } catch (RuntimeException e) {
            notOpened(e);
            return;
        }
        Side side = connection.newServerSide(channel);
        ChannelFuture registered = loop.eventLoop().register(channel);
        if (registered.cause() != null) { // Netty has closed it
            notOpened(registered.cause());
            return;
        }
        attempt = side;
        loop.wheel().schedule(connection);
        channel.connect(target).addListener((ChannelFuture connected) -> connected(side, connected.cause()));
    }

    private InetSocketAddress target() {
        int port = selection.member().endpoint().port();
        if (port == 0) {
            port = serverPort;
        }
        return new InetSocketAddress(addresses.get(address), port != 0 ? port : connection.arrivalPort());
    }

    /** There is no socket to reach the server with. If that is our own fault, the client waits, and no server is blamed. */
    private void notOpened(Throwable cause) {
        if (!Shortage.isOne(cause)) {
            log.debug("{}: no socket for server {}", service().name(), selection.member(), cause);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        frontend.shortage().failed(service().name(), cause);
        if (descriptor == null) {
            descriptor = new DescriptorWait(frontend.shortage(), loop.eventLoop(), this::connect);
        }
        descriptor.begin();
        loop.wheel().schedule(connection);
    }

    private boolean lacksDescriptor() {
        return descriptor != null && descriptor.isOn();
    }

    private void connected(Side side, @Nullable Throwable failure) {
        if (stage != Stage.DIALING || attempt != side) {
            return; // given up meanwhile
        }
        if (failure != null) {
            log.debug("{}: server {} is not reached", service().name(), selection.member(), failure);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        stage = Stage.OVER;
        ClientAffinity known = affinity;
        if (known != null) {
            known.connected(selection);
        }
        connection.reached(side);
    }

    /** The server's next address is tried; behind the last, the server is given up, and the next is tried. */
    private void next(Outcome outcome) {
        Side failed = attempt;
        attempt = null;
        address++;
        boolean another = address < addresses.size();
        if (!another) {
            selection.exclude(outcome, loop.wheel().now() - since);
        }
        if (failed != null) {
            failed.close(false);
        }
        since = loop.wheel().now();
        // Not in this turn: see TcpConnection.start; and each of many servers would deepen the stack.
        loop.eventLoop().execute(another ? this::connectNext : this::chooseNext);
    }

    private void connectNext() {
        if (stage == Stage.DIALING && attempt == null && selection.isReserved() && !lacksDescriptor()) {
            connect();
        }
    }

    private void chooseNext() {
        if (stage == Stage.DIALING && !selection.isReserved()) {
            choose();
        }
    }

    // ---- deadlines ----

    long deadlineNanos() {
        return switch (stage) {
            case LOOKING_UP -> since + lookupNanos();
            case WAITING -> waitingSince + waitNanos();
            case DIALING, OVER -> TcpConnection.earlier(since + attemptNanos(), dialDeadline());
        };
    }

    /** The present stage's time, or that of the whole dial, is over. */
    void expired() {
        switch (stage) {
            case LOOKING_UP -> waitedForTable();
            case WAITING -> waitedForServer();
            case DIALING -> dialedForLong();
            case OVER -> {}
        }
    }

    private void waitedForTable() {
        Objects.requireNonNull(affinity).giveUp();
        choose();
    }

    private void waitedForServer() {
        if (pool().room().leave(ticket)) { // else the call is on its way
            selection.endWait();
            choose();
        }
    }

    private void dialedForLong() {
        boolean over = loop.wheel().now() - dialDeadline() >= 0;
        if (lacksDescriptor() && !over) {
            Objects.requireNonNull(descriptor).retry();
        } else if (lacksDescriptor()) {
            service().refusals().count(Refusal.DESCRIPTORS, connection.clientAddress());
            connection.reset();
        } else if (over) {
            log.debug("{}: no server was reached in time, {} tried", service().name(), selection.triedCount() + 1);
            service().refusals().count(Refusal.NO_SERVER, connection.clientAddress());
            connection.timedOut();
        } else if (attempt != null) {
            next(Outcome.CONNECT_TIMEOUT);
        }
    }

    private long lookupNanos() {
        ClientAffinity asked = affinity;
        return asked == null ? 0 : asked.lookupNanos();
    }

    private long waitNanos() {
        return frontend.config().pool().availability().waitAtMost().toNanos();
    }

    private long attemptNanos() {
        return lacksDescriptor()
                ? DescriptorWait.RETRY_NANOS
                : timeouts.connect().toNanos();
    }

    private long dialDeadline() {
        return dialingSince + timeouts.dial().toNanos();
    }

    // ---- end ----

    /** The connection ends before a server is reached. */
    void end() {
        if (stage == Stage.WAITING) {
            pool().room().leave(ticket); // if it was called meanwhile, it passes that on
        }
        stage = Stage.OVER;
        if (descriptor != null) {
            descriptor.end();
        }
    }

    /** When the present attempt began; on the wheel's clock. */
    long since() {
        return since;
    }
}
