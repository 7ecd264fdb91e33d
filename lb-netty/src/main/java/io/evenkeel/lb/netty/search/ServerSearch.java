package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.choose.WaitingRoom;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.loop.DeadlineWheel;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.status.Refusal;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's way to a server: look up the one it had, choose, wait where all are full, {@link Dial} it, choose again where it
 * is not reached; all that are dialed within one deadline. The client's bytes wait meanwhile. Reusable, one search after the
 * other. On the loop's thread.
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
    private final LiveService service;
    private final Loop loop;
    private final Selection selection;
    private final Dial dial;

    private LivePool pool;
    private int serverPort;
    private Stage stage = Stage.OVER;
    private @Nullable ClientAffinity affinity;
    /** Where the client is known to belong without asking a table. */
    private @Nullable String host;
    /** The place in the waiting room, if there was one. */
    private long ticket;

    private long lookingUpSince;
    private long waitingSince;
    /** When the first server was dialed. */
    private long dialingSince;

    /**
     * A search that has not begun.
     *
     * @param seeker for whom
     * @param frontend the service
     * @param selection holds the reservation
     */
    public ServerSearch(Seeker seeker, Frontend frontend, Selection selection) {
        this.seeker = seeker;
        this.service = frontend.service();
        this.loop = seeker.loop();
        this.selection = selection;
        this.dial = new Dial(this, seeker, frontend, selection);
        this.pool = service.pool();
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
        lookingUpSince = loop.wheel().exactNow();
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
        dial();
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
            case PICKED -> reach();
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
        log.debug("{}: a client is refused: {} after {} tried", service.name(), choice, selection.triedCount());
        count(refusal);
        stage = Stage.OVER;
        seeker.refused(refusal);
    }

    private void count(Refusal refusal) {
        service.refusals().count(refusal, seeker.client());
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

    // ---- reach ----

    private void reach() {
        if (seeker.reuse()) {
            stage = Stage.OVER;
            bind();
        } else {
            dial();
        }
    }

    private void dial() {
        if (stage != Stage.DIALING) {
            dialingSince = loop.wheel().exactNow();
            stage = Stage.DIALING;
        }
        dial.begin(serverPort);
    }

    /** The server that is reserved was dialed, and is reached. */
    void connected(Channel channel) {
        stage = Stage.OVER;
        bind();
        seeker.reached(channel);
    }

    /** The server that was dialed is excluded, unless the search is over. */
    void chooseNext() {
        if (stage == Stage.DIALING && !selection.isReserved()) {
            choose();
        }
    }

    private void bind() {
        ClientAffinity known = affinity;
        if (known != null) {
            known.connected(selection);
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
            case LOOKING_UP -> lookingUpSince + lookupNanos();
            case WAITING -> waitingSince + waitNanos();
            case DIALING, OVER -> DeadlineWheel.earlier(dial.deadlineNanos(), dialDeadline());
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
        if (loop.wheel().now() - dialDeadline() < 0) {
            dial.expired();
        } else if (dial.lacksDescriptor()) {
            timedOut(Refusal.DESCRIPTORS);
        } else {
            log.debug("{}: no server was reached in time, {} tried", service.name(), selection.triedCount() + 1);
            timedOut(Refusal.NO_SERVER);
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
        dial.end();
    }

    /**
     * When the present attempt to connect to the server that is reserved began.
     *
     * @return nanoseconds on the wheel's clock
     */
    public long since() {
        return dial.since();
    }
}
