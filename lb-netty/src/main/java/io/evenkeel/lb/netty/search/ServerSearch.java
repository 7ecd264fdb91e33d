package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.Refusal;
import io.evenkeel.lb.engine.Choice;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.Selection;
import io.evenkeel.lb.engine.WaitingRoom;
import io.evenkeel.lb.netty.listen.DescriptorWait;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.DeadlineWheel;
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
 * Reusable, one search after the other. On the loop's thread.
 */
public final class ServerSearch {

    private static final Logger log = LoggerFactory.getLogger(ServerSearch.class);

    private enum Stage {
        LOOKING_UP,
        WAITING,
        DIALING,
        OVER
    }

    private final Seeker seeker;
    private final Frontend frontend;
    private final Loop loop;
    private final Selection selection;

    private LivePool pool;
    private int serverPort;
    private Stage stage = Stage.OVER;
    private @Nullable ClientAffinity affinity;
    /** Where the client is known to belong without asking a table. */
    private @Nullable String host;
    /** The place in the waiting room, if there was one. */
    private long ticket;

    private long waitingSince;
    /** When the first server was dialed. */
    private long dialingSince;
    /** When the present stage or attempt began. */
    private long since;

    private @Nullable Channel attempt;
    /** Those of the server that is dialed, and which of them. */
    private List<InetAddress> addresses = List.of();

    private int address;
    /** The wait for a descriptor to the server that is reserved; there hardly ever is one. */
    private @Nullable DescriptorWait descriptor;

    /**
     * A search that has not begun.
     *
     * @param seeker for whom
     * @param frontend the service
     * @param selection holds the reservation
     */
    public ServerSearch(Seeker seeker, Frontend frontend, Selection selection) {
        this.seeker = seeker;
        this.frontend = frontend;
        this.loop = seeker.loop();
        this.selection = selection;
        this.pool = frontend.service().pool();
    }

    private LiveService service() {
        return frontend.service();
    }

    // ---- look up ----

    /**
     * Begins: the answer may come within the call. The former search must be over.
     *
     * @param from the pool to choose from
     * @param port the port to dial on servers without one of their own, or 0 for the one that the client came to
     * @param known the host that the client belongs to, as it says itself, or null
     * @param table asked for the host otherwise, or null
     */
    public void begin(LivePool from, int port, @Nullable String known, @Nullable ClientAffinity table) {
        pool = from;
        serverPort = port;
        host = known;
        affinity = table;
        ticket = 0;
        if (table == null) {
            choose();
            return;
        }
        stage = Stage.LOOKING_UP;
        since = loop.wheel().exactNow();
        table.whenLate(this::lookedUp);
        if (table.lookUp()) {
            choose();
        } else {
            seeker.waits();
            loop.wheel().schedule(seeker.deadline());
        }
    }

    /** The server that is reserved is dialed, even if there are connections to it already. */
    public void redial() {
        stage = Stage.OVER;
        startDialing();
    }

    /** Another server is searched, after the one that was reached was excluded. */
    public void again() {
        stage = Stage.OVER;
        choose();
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
        Choice choice = pool.choose(loop.worker(), known == null ? host : known.host(), selection);
        switch (choice) {
            case PICKED -> dial();
            case WAIT -> enterRoom();
            case NONE_AVAILABLE, ALL_TRIED -> refuse(Refusal.NO_SERVER, choice);
            case ALL_FULL -> refuse(fullRefusal(), choice);
        }
    }

    private Refusal fullRefusal() {
        if (pool.availability().maxWaiting() == 0) {
            return Refusal.NO_SERVER;
        }
        return ticket == 0 ? Refusal.QUEUE_FULL : Refusal.QUEUE_TIMEOUT;
    }

    private void refuse(Refusal refusal, Choice choice) {
        log.debug("{}: a client is refused: {} after {} tried", service().name(), choice, selection.triedCount());
        count(refusal);
        stage = Stage.OVER;
        seeker.refused(refusal);
    }

    private void count(Refusal refusal) {
        service().refusals().count(refusal, seeker.client());
    }

    private void enterRoom() {
        WaitingRoom room = pool.room();
        long place = room.enter(ticket, selection, () -> loop.eventLoop().execute(this::called));
        if (place == 0) {
            selection.turnedAway();
            choose();
            return;
        }
        if (ticket == 0) {
            waitingSince = loop.wheel().exactNow();
        }
        ticket = place;
        stage = Stage.WAITING;
        seeker.waits();
        loop.wheel().schedule(seeker.deadline());
    }

    /** Out of the waiting room: a server may take one more. */
    private void called() {
        if (stage == Stage.WAITING) {
            selection.called();
            choose();
        } else {
            pool.room().passOn();
        }
    }

    // ---- dial ----

    private void dial() {
        if (seeker.reuse()) {
            stage = Stage.OVER;
            bind();
        } else {
            startDialing();
        }
    }

    private void startDialing() {
        if (stage != Stage.DIALING) {
            dialingSince = loop.wheel().exactNow();
            stage = Stage.DIALING;
        }
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

    /** Connects to the present address of the server that is reserved. */
    private void connect() {
        since = loop.wheel().exactNow();
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
            log.debug("{}: no socket for server {}", service().name(), selection.member(), cause);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        frontend.shortage().failed(service().name(), cause);
        if (descriptor == null) {
            descriptor = new DescriptorWait(frontend.shortage(), loop.eventLoop(), this::connect);
        }
        descriptor.begin();
        loop.wheel().schedule(seeker.deadline());
    }

    private boolean lacksDescriptor() {
        return descriptor != null && descriptor.isOn();
    }

    private void connected(Channel channel, @Nullable Throwable failure) {
        if (stage != Stage.DIALING || attempt != channel) {
            return; // given up meanwhile
        }
        if (failure != null) {
            log.debug("{}: server {} is not reached", service().name(), selection.member(), failure);
            next(Outcome.CONNECT_FAILED);
            return;
        }
        stage = Stage.OVER;
        bind();
        seeker.reached(channel);
    }

    private void bind() {
        ClientAffinity known = affinity;
        if (known != null) {
            known.connected(selection);
        }
    }

    /** The server's next address is tried; behind the last, the server is given up, and the next is tried. */
    private void next(Outcome outcome) {
        Channel failed = attempt;
        attempt = null;
        address++;
        boolean another = address < addresses.size();
        if (!another) {
            selection.exclude(outcome, loop.wheel().now() - since);
        }
        if (failed != null) {
            seeker.missed(failed);
            failed.close();
        }
        since = loop.wheel().exactNow();
        // Not in this turn, see Frontend.register; and each of many servers would deepen the stack.
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

    /**
     * When {@link #expired} is due, while the search goes on.
     *
     * @return nanoseconds on the wheel's clock
     */
    public long deadlineNanos() {
        return switch (stage) {
            case LOOKING_UP -> since + lookupNanos();
            case WAITING -> waitingSince + waitNanos();
            case DIALING, OVER -> DeadlineWheel.earlier(since + attemptNanos(), dialDeadline());
        };
    }

    /** The present stage's time, or that of the whole dial, is over. */
    public void expired() {
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
        if (pool.room().leave(ticket)) { // else the call is on its way
            selection.endWait();
            choose();
        }
    }

    private void dialedForLong() {
        boolean over = loop.wheel().now() - dialDeadline() >= 0;
        if (lacksDescriptor() && !over) {
            Objects.requireNonNull(descriptor).retry();
        } else if (lacksDescriptor()) {
            timedOut(Refusal.DESCRIPTORS);
        } else if (over) {
            log.debug("{}: no server was reached in time, {} tried", service().name(), selection.triedCount() + 1);
            timedOut(Refusal.NO_SERVER);
        } else if (attempt != null) {
            next(Outcome.CONNECT_TIMEOUT);
        }
    }

    private void timedOut(Refusal refusal) {
        end();
        count(refusal);
        seeker.timedOut(refusal);
    }

    private long lookupNanos() {
        ClientAffinity asked = affinity;
        return asked == null ? 0 : asked.lookupNanos();
    }

    private long waitNanos() {
        return pool.availability().waitAtMost().toNanos();
    }

    private long attemptNanos() {
        return lacksDescriptor() ? DescriptorWait.RETRY_NANOS : seeker.connectNanos();
    }

    private long dialDeadline() {
        return dialingSince + seeker.dialNanos();
    }

    // ---- end ----

    /** The client is gone before a server is reached. */
    public void end() {
        if (stage == Stage.WAITING) {
            pool.room().leave(ticket); // if it was called meanwhile, it passes that on
        }
        stage = Stage.OVER;
        if (descriptor != null) {
            descriptor.end();
        }
    }

    /**
     * When the present attempt began.
     *
     * @return nanoseconds on the wheel's clock
     */
    public long since() {
        return since;
    }
}
