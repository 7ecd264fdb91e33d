package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.Setting;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a service: which requests, and what happens to them. The first route that matches decides; a request that
 * none matches goes to the default pool. Immutable, with value equality.
 *
 * <pre>{@code
 * Route.when(Match.pathUnder("/api")).to("api")
 * Route.when(Match.scheme("http")).redirect(Redirect.toHttps())
 * Route.when(Match.path("/robots.txt")).answer(FixedAnswer.of(404).text("none"))
 * }</pre>
 */
public final class Route {

    private final Match match;
    private final RouteAction action;

    private Route(Match match, RouteAction action) {
        this.match = match;
        this.action = action;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route that && match.equals(that.match) && action.equals(that.action);
    }

    @Override
    public int hashCode() {
        return 31 * match.hashCode() + action.hashCode();
    }

    /** For example {@code path under /api -> pool api}. */
    @Override
    public String toString() {
        return match + " -> " + text(action);
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
