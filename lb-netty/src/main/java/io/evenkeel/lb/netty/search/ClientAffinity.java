package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityTable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What persistence knows of one connection's client. On the loop's thread but {@link #found}. */
public final class ClientAffinity implements AffinityTable.Answer {

    private final Affinity affinity;
    private final AffinityKey key;
    private final Loop loop;
    private Runnable whenLate = () -> {};

    private @Nullable String host;
    private boolean asking;
    private boolean answered;

    /**
     * A client who is not known yet.
     *
     * @param affinity the service's persistence
     * @param key what the client is known by
     * @param loop where the client lives
     */
    public ClientAffinity(Affinity affinity, AffinityKey key, Loop loop) {
        this.affinity = affinity;
        this.key = key;
        this.loop = loop;
    }

    /** What is called when the answer comes after {@link #lookUp}. */
    void whenLate(Runnable action) {
        whenLate = action;
    }

    /** Whether the answer is there; else it comes later. */
    boolean lookUp() {
        asking = true;
        affinity.lookup(key, this);
        asking = false;
        return answered;
    }

    @Override
    public void found(@Nullable String answer) {
        if (loop.eventLoop().inEventLoop() && asking) {
            take(answer);
        } else {
            try {
                loop.eventLoop().execute(() -> {
                    take(answer);
                    whenLate.run();
                });
            } catch (RejectedExecutionException closed) {
                // The balancer is gone, and so is the client; the table's thread has nothing to do with that.
            }
        }
    }

    private void take(@Nullable String answer) {
        if (!answered) {
            answered = true;
            host = answer;
        }
    }

    /** The answer took too long; one that still comes is not heard. */
    void giveUp() {
        answered = true;
    }

    /** The host that the client is bound to, as far as is known. */
    @Nullable
    String host() {
        return host;
    }

    long lookupNanos() {
        return affinity.lookupNanos();
    }

    /** The client is connected to the server picked. */
    void connected(Selection selection) {
        String reached = selection.member().boundAs();
        if (!selection.isStandIn() && !reached.equals(host)) {
            affinity.bind(key, reached, host);
        }
    }

    /** The client's connection, or request, has ended. */
    public void ended() {
        affinity.touch(key);
    }
}
