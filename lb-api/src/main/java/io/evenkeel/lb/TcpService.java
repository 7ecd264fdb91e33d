package io.evenkeel.lb;

import io.evenkeel.lb.persist.ConnectionPersistence;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.spi.Setting;
import java.util.List;

/** A virtual service that forwards TCP connections byte by byte. Immutable. */
public final class TcpService extends VirtualService {

    private final TcpTimeouts timeouts;
    private final ConnectionPersistence persistence;

    private TcpService(Builder builder, List<Pool> pools) {
        super(builder, pools);
        this.timeouts = builder.timeouts;
        this.persistence = builder.persistence;
    }

    private TcpService(TcpService from, List<Pool> pools) {
        super(from, pools);
        this.timeouts = from.timeouts;
        this.persistence = from.persistence;
    }

    /**
     * The deadlines.
     *
     * @return the timeouts
     */
    public TcpTimeouts timeouts() {
        return timeouts;
    }

    @Override
    public ConnectionPersistence persistence() {
        return persistence;
    }

    @Override
    public TcpService withServers(List<RealServer> servers) {
        return withServers(name(), servers);
    }

    @Override
    public TcpService withServers(String pool, List<RealServer> servers) {
        return new TcpService(this, poolsWith(pool, servers));
    }

    /** Describes a TCP service. For use by one thread. Each setter validates at once and returns this builder. */
    public static final class Builder extends VirtualService.Builder<Builder> {

        private TcpTimeouts timeouts = TcpTimeouts.DEFAULT;
        private ConnectionPersistence persistence = Persistence.none();

        Builder(String name) {
            super(name);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets what keeps a client on the server that it had.
         *
         * @param value default {@link Persistence#none()}
         * @return this builder
         */
        public Builder persistence(ConnectionPersistence value) {
            persistence = Setting.present("persistence", value);
            return this;
        }

        /**
         * Sets the deadlines.
         *
         * @param value default {@link TcpTimeouts#DEFAULT}
         * @return this builder
         */
        public Builder timeouts(TcpTimeouts value) {
            timeouts = Setting.present("timeouts", value);
            return this;
        }

        /**
         * Freezes the description.
         *
         * @return an immutable service
         * @throws IllegalArgumentException when there is no listener or no server, a server cannot be checked, or one has
         *     a port of its own beside a listener that maps to another
         */
        public TcpService build() {
            return new TcpService(this, List.of(defaultPool()));
        }
    }
}
