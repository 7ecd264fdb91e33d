package io.evenkeel.lb;

import io.evenkeel.lb.observe.AccessLog;
import io.evenkeel.lb.observe.HttpObserver;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.HttpFilter;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.route.RouteAction;
import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A virtual service that balances HTTP requests, each by itself. Immutable. A request goes to the default pool unless a
 * route says otherwise.
 */
public final class HttpService extends VirtualService {

    private static final int MAX_POOLS = 1000;
    private static final int MAX_ROUTES = 1000;
    private static final int MAX_CODE = 100;

    /** What the builder has besides what every kind of service has. */
    private record Settings(
            HttpTimeouts timeouts,
            Http1Limits http1,
            UpstreamConnections upstream,
            Retries retries,
            ForwardedHeaders forwarding,
            Persistence persistence,
            List<Route> routes,
            List<HttpFilter> filters,
            List<HttpObserver> observers,
            AccessLog accessLog,
            @Nullable FixedAnswer unavailable) {}

    private final Settings settings;

    private HttpService(Builder builder, List<Pool> pools) {
        super(builder, pools);
        this.settings = builder.settings();
    }

    private HttpService(HttpService from, List<Pool> pools) {
        super(from, pools);
        this.settings = from.settings;
    }

    /**
     * The deadlines.
     *
     * @return the timeouts
     */
    public HttpTimeouts timeouts() {
        return settings.timeouts;
    }

    /**
     * How large the heads of HTTP/1 messages may be.
     *
     * @return the limits
     */
    public Http1Limits http1() {
        return settings.http1;
    }

    /**
     * What becomes of connections to servers between two requests.
     *
     * @return the settings
     */
    public UpstreamConnections upstream() {
        return settings.upstream;
    }

    /**
     * How many failed requests are sent a second time.
     *
     * @return the budget
     */
    public Retries retries() {
        return settings.retries;
    }

    /**
     * What servers are told of the client.
     *
     * @return the settings
     */
    public ForwardedHeaders forwarding() {
        return settings.forwarding;
    }

    @Override
    public Persistence persistence() {
        return settings.persistence;
    }

    /**
     * Which requests go where. The first route that matches decides; a request that none matches goes to the default pool.
     *
     * @return an immutable list in the order of adding; each pool that one names is there
     */
    public List<Route> routes() {
        return settings.routes;
    }

    /**
     * What sees and changes the heads of requests and responses.
     *
     * @return an immutable list in the order of adding
     */
    public List<HttpFilter> filters() {
        return settings.filters;
    }

    /**
     * Who hears of each exchange that has ended, besides the access log.
     *
     * @return an immutable list in the order of adding
     */
    public List<HttpObserver> observers() {
        return settings.observers;
    }

    /**
     * How each exchange that has ended is logged.
     *
     * @return the access log
     */
    public AccessLog accessLog() {
        return settings.accessLog;
    }

    /**
     * What a request is answered when no server is to be had for it.
     *
     * @return the answer, or empty for a short one of status 503
     */
    public Optional<FixedAnswer> unavailable() {
        return Optional.ofNullable(settings.unavailable);
    }

    @Override
    public HttpService withServers(List<RealServer> servers) {
        return withServers(name(), servers);
    }

    @Override
    public HttpService withServers(String pool, List<RealServer> servers) {
        return new HttpService(this, poolsWith(pool, servers));
    }

    /** Describes an HTTP service. For use by one thread. Each setter validates at once and returns this builder. */
    public static final class Builder extends VirtualService.Builder<Builder> {

        private final List<Pool> otherPools = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<HttpFilter> filters = new ArrayList<>();
        private final List<HttpObserver> observers = new ArrayList<>();
        private HttpTimeouts timeouts = HttpTimeouts.DEFAULT;
        private Http1Limits http1 = Http1Limits.DEFAULT;
        private UpstreamConnections upstream = UpstreamConnections.DEFAULT;
        private Retries retries = Retries.DEFAULT;
        private ForwardedHeaders forwarding = ForwardedHeaders.DEFAULT;
        private Persistence persistence = Persistence.none();
        private AccessLog accessLog = AccessLog.OFF;
        private @Nullable FixedAnswer unavailable;

        Builder(String name) {
            super(name);
        }

        @Override
        Builder self() {
            return this;
        }

        private Settings settings() {
            return new Settings(
                    timeouts,
                    http1,
                    upstream,
                    retries,
                    forwarding,
                    persistence,
                    List.copyOf(routes),
                    List.copyOf(filters),
                    List.copyOf(observers),
                    accessLog,
                    unavailable);
        }

        /**
         * Adds a pool that routes may name; may be called several times.
         *
         * @param pool a pool of another name than the service and the other pools
         * @return this builder
         * @throws IllegalArgumentException when its name is taken, or it is one more than 1000
         */
        public Builder pool(Pool pool) {
            Setting.present("pool", pool);
            boolean taken = otherPools.stream().anyMatch(each -> each.name().equals(pool.name()));
            if (taken || pool.name().equals(name())) {
                throw Setting.refusal(
                        "pool", pool.name(), "a name that neither the service nor another of its pools has");
            }
            Setting.range("pools of " + name(), otherPools.size() + 2, 1, MAX_POOLS);
            otherPools.add(pool);
            return this;
        }

        /**
         * Sets the deadlines.
         *
         * @param value default {@link HttpTimeouts#DEFAULT}
         * @return this builder
         */
        public Builder timeouts(HttpTimeouts value) {
            timeouts = Setting.present("timeouts", value);
            return this;
        }

        /**
         * Limits the heads of HTTP/1 messages.
         *
         * @param value default {@link Http1Limits#DEFAULT}
         * @return this builder
         */
        public Builder http1(Http1Limits value) {
            http1 = Setting.present("http1", value);
            return this;
        }

        /**
         * Sets what becomes of connections to servers between two requests.
         *
         * @param value default {@link UpstreamConnections#DEFAULT}
         * @return this builder
         */
        public Builder upstream(UpstreamConnections value) {
            upstream = Setting.present("upstream", value);
            return this;
        }

        /**
         * Sets how many failed requests are sent a second time.
         *
         * @param value default {@link Retries#DEFAULT}
         * @return this builder
         */
        public Builder retries(Retries value) {
            retries = Setting.present("retries", value);
            return this;
        }

        /**
         * Sets what servers are told of the client.
         *
         * @param value default {@link ForwardedHeaders#DEFAULT}
         * @return this builder
         */
        public Builder forwarding(ForwardedHeaders value) {
            forwarding = Setting.present("forwarding", value);
            return this;
        }

        /**
         * Sets what keeps a client on the server that it had, in each pool.
         *
         * @param value default {@link Persistence#none()}; any kind may be given
         * @return this builder
         */
        public Builder persistence(Persistence value) {
            persistence = Setting.present("persistence", value);
            return this;
        }

        /**
         * Adds a route behind those added before.
         *
         * @param route which requests, and what happens to them; a pool that it names may be added later
         * @return this builder
         * @throws IllegalArgumentException when it is one more than 1000
         */
        public Builder route(Route route) {
            return add("route", route, routes, MAX_ROUTES);
        }

        /**
         * Adds a filter behind those added before.
         *
         * @param filter called on event loops
         * @return this builder
         * @throws IllegalArgumentException when it is one more than 100
         */
        public Builder filter(HttpFilter filter) {
            return add("filter", filter, filters, MAX_CODE);
        }

        /**
         * Adds an observer of exchanges.
         *
         * @param observer called on event loops
         * @return this builder
         * @throws IllegalArgumentException when it is one more than 100
         */
        public Builder observer(HttpObserver observer) {
            return add("observer", observer, observers, MAX_CODE);
        }

        private <T> Builder add(String setting, T value, List<T> to, int most) {
            Setting.present(setting, value);
            Setting.range(setting + "s of " + name(), to.size() + 1, 0, most);
            to.add(value);
            return this;
        }

        /**
         * Sets how each exchange that has ended is logged.
         *
         * @param value default {@link AccessLog#OFF}
         * @return this builder
         */
        public Builder accessLog(AccessLog value) {
            accessLog = Setting.present("access log", value);
            return this;
        }

        /**
         * Sets what a request is answered when no server is to be had for it, the sorry server included.
         *
         * @param value default a short answer of status 503
         * @return this builder
         */
        public Builder unavailable(FixedAnswer value) {
            unavailable = Setting.present("unavailable", value);
            return this;
        }

        /**
         * Freezes the description.
         *
         * @return an immutable service
         * @throws IllegalArgumentException when there is no listener or no server, a server cannot be checked, one has a
         *     port of its own beside a listener that maps to another, or a route names a pool that is not there
         */
        public HttpService build() {
            List<Pool> pools = new ArrayList<>();
            pools.add(defaultPool());
            pools.addAll(otherPools);
            requireRouted(pools.stream().map(Pool::name).toList());
            return new HttpService(this, pools);
        }

        private void requireRouted(List<String> pools) {
            List<String> missing = routes.stream()
                    .map(Route::action)
                    .filter(RouteAction.ToPool.class::isInstance)
                    .map(action -> ((RouteAction.ToPool) action).pool())
                    .filter(pool -> !pools.contains(pool))
                    .distinct()
                    .toList();
            if (!missing.isEmpty()) {
                throw Setting.refusal("route pools of " + name(), missing, "pools of the service, which are " + pools);
            }
        }
    }
}
