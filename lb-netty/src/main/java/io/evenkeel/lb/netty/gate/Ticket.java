package io.evenkeel.lb.netty.gate;

import io.evenkeel.lb.status.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answer to a client that wants in. */
public interface Ticket {

    /** Of a client that nobody counts. */
    Ticket FREE = new Free();

    /**
     * Why the client is turned away.
     *
     * @return the reason, or null when it is let in
     */
    @Nullable
    Refusal refusal();

    /** The client's connection has ended; called once for each ticket that lets in. Any thread. */
    void leave();

    /**
     * The answer to a client that is turned away.
     *
     * @param reason why
     * @return the same ticket for each reason
     */
    static Ticket refused(Refusal reason) {
        return Objects.requireNonNull(Refused.BY_REASON.get(reason));
    }

    /** Lets in. */
    record Free() implements Ticket {
        @Override
        public @Nullable Refusal refusal() {
            return null;
        }

        @Override
        public void leave() {}
    }

    /**
     * Turns away.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Ticket {

        private static final Map<Refusal, Ticket> BY_REASON = new EnumMap<>(Refusal.class);

        static {
            for (Refusal reason : Refusal.values()) {
                BY_REASON.put(reason, new Refused(reason));
            }
        }

        @Override
        public void leave() {
            throw new IllegalStateException("was not let in: " + refusal);
        }
    }
}
