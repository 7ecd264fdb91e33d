package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a service: which requests, and what happens to them. The first route that matches decides; a request that
 * none matches goes to the default pool. Immutable, with value equality.
 *
 * <pre>{@code
 * Route.when(Match.pathUnder("/api")).to("api")
 * Route.when(Match.path("/events")).to("api").silence(Duration.ofHours(1))
 * Route.when(Match.scheme("http")).redirect(Redirect.toHttps())
 * Route.when(Match.path("/robots.txt")).answer(FixedAnswer.of(404).text("none"))
 * }</pre>
 */
public final class Route {

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);

    private final Match match;
    private final RouteAction action;
    private final Optional<Duration> response;
    private final Optional<Duration> silence;

    private Route(Match match, RouteAction action) {
        this(match, action, Optional.empty(), Optional.empty());
    }

    private Route(Match match, RouteAction action, Optional<Duration> response, Optional<Duration> silence) {
        this.match = match;
        this.action = action;
        this.response = response;
        this.silence = silence;
    }

    /**
     * For these requests, in place of the service's: how long a server may take from the end of the request to the head of its
     * response. For long polls.
     *
     * @param value 10 ms to 1 day
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range, or the route goes to no pool
     */
    public Route response(Duration value) {
        requirePool("route response timeout", value);
        return new Route(match, action, Optional.of(Setting.range("route response timeout", value, MIN, MAX)), silence);
    }

    /**
     * For these requests, in place of the service's: how long a server may be silent within the body of its response. For
     * event streams and exports.
     *
     * @param value 10 ms to 1 day
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range, or the route goes to no pool
     */
    public Route silence(Duration value) {
        requirePool("route silence timeout", value);
        return new Route(match, action, response, Optional.of(Setting.range("route silence timeout", value, MIN, MAX)));
    }

    private void requirePool(String setting, Duration value) {
        if (!(action instanceof RouteAction.ToPool)) {
            throw Setting.refusal(setting, Setting.text(value), "a route to a pool, as no server is waited for here");
        }
    }

    /**
     * Begins a route.
     *
     * @param match which requests
     * @return what to do with them is the next step
     * @throws IllegalArgumentException when it is missing
     */
    public static When when(Match match) {
        return new When(Setting.present("route match", match));
    }

    /** A route without its action. Immutable. */
    public static final class When {

        private final Match match;

        private When(Match match) {
            this.match = match;
        }

        /**
         * They go to a pool.
         *
         * @param pool the name of a pool that the service has when it is built
         * @return the route
         * @throws IllegalArgumentException when the name is blank
         */
        public Route to(String pool) {
            return new Route(match, new RouteAction.ToPool(Setting.text("route pool", pool)));
        }

        /**
         * Their clients are sent elsewhere.
         *
         * @param redirect where to
         * @return the route
         * @throws IllegalArgumentException when it is missing
         */
        public Route redirect(Redirect redirect) {
            return new Route(match, new RouteAction.Redirecting(Setting.present("route redirect", redirect)));
        }

        /**
         * They are answered by the balancer.
         *
         * @param answer what
         * @return the route
         * @throws IllegalArgumentException when it is missing
         */
        public Route answer(FixedAnswer answer) {
            return new Route(match, new RouteAction.Answering(Setting.present("route answer", answer)));
        }
    }

    /**
     * Which requests.
     *
     * @return the match
     */
    public Match match() {
        return match;
    }

    /**
     * What happens to them.
     *
     * @return the action
     */
    public RouteAction action() {
        return action;
    }

    /**
     * The time for the head of the response.
     *
     * @return empty for the service's
     */
    public Optional<Duration> response() {
        return response;
    }

    /**
     * The time without a byte from the server within a response.
     *
     * @return empty for the service's
     */
    public Optional<Duration> silence() {
        return silence;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route that
                && match.equals(that.match)
                && action.equals(that.action)
                && response.equals(that.response)
                && silence.equals(that.silence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(match, action, response, silence);
    }

    /** For example {@code path under /api -> pool api, response 300s}. */
    @Override
    public String toString() {
        return match + " -> " + text(action)
                + response.map(value -> ", response " + Setting.text(value)).orElse("")
                + silence.map(value -> ", silence " + Setting.text(value)).orElse("");
    }

    private static String text(RouteAction action) {
        if (action instanceof RouteAction.ToPool to) {
            return "pool " + to.pool();
        }
        return action instanceof RouteAction.Redirecting redirecting
                ? redirecting.redirect().toString()
                : ((RouteAction.Answering) action).answer().toString();
    }
}
