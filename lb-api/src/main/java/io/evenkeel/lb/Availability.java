package io.evenkeel.lb;

import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pool does when servers fail, fill up or come back. Immutable; each setter returns a changed copy.
 *
 * <p>The order of fallback, for each new client:
 *
 * <ol>
 *   <li>The operator decides first: a disabled server gets nobody, a draining one or one of weight 0 only clients that
 *       persist to it. A service that is down by its {@link #minimumServers minimum} or by a
 *       {@link RealServer#critical critical} server gives clients to no server.
 *   <li>Then what is observed: servers that are down or {@link #ejection ejected} are left out, those without a verdict
 *       are not (unless {@link io.evenkeel.lb.check.HealthPolicy#unknownIsUp(boolean) so configured}).
 *   <li>Of the rest, a client that persists gets its server, unless that is full.
 *   <li>The servers of the lowest priority number are tried, in the scheduler's order, those in
 *       {@link #slowStart slow start} less often; then those of the next number; {@link #overflowBelow sooner} if few
 *       are left.
 *   <li>When too few servers are healthy, {@link #panicBelow panic} takes all enabled ones for healthy.
 *   <li>When all are at their limits, the client {@link #waiting waits}.
 *   <li>Then it is given to the {@link #sorryServer sorry server}.
 *   <li>Else it is refused.
 * </ol>
 */
public final class Availability {

    /** One server is enough; nothing is ramped, ejected or queued; there is no sorry server, and no panic. */
    public static final Availability DEFAULT = new Availability(new Values(Duration.ZERO, 1, 1, 0));

    private static final int MOST_SERVERS = 10_000;

    private record Values(Duration slowStart, int minimumServers, int overflowBelow, int panicBelow) {}

    private final Values values;
    private final @Nullable Ejection ejection;
    private final int maxWaiting;
    private final Duration waitAtMost;
    private final @Nullable RealServer sorryServer;

    private Availability(Values values) {
        this(values, null, 0, Duration.ZERO, null);
    }

    private Availability(
            Values values,
            @Nullable Ejection ejection,
            int maxWaiting,
            Duration waitAtMost,
            @Nullable RealServer sorryServer) {
        this.values = values;
        this.ejection = ejection;
        this.maxWaiting = maxWaiting;
        this.waitAtMost = waitAtMost;
        this.sorryServer = sorryServer;
    }

    private Availability with(Values next) {
        return new Availability(next, ejection, maxWaiting, waitAtMost, sorryServer);
    }

    /**
     * How long a server that comes back, after a failure, an ejection, the operator's disabling or a weight of 0, or that
     * is added at run time, gets fewer clients than its share: from nearly none at first, growing linearly. Works with
     * every scheduler.
     *
     * @param time 0 to 1 hour, default 0 = full share at once
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Availability slowStart(Duration time) {
        Duration checked = Setting.range("slow start", time, Duration.ZERO, Duration.ofHours(1));
        return with(new Values(checked, values.minimumServers, values.overflowBelow, values.panicBelow));
    }

    /**
     * How many servers must be up for the service to be up. With fewer it is down, and its clients are treated as if
     * there were no server: they go to the sorry server or are refused. Connections that there are go on.
     *
     * @param servers 1 to 10,000, default 1 = down only when no server takes clients
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Availability minimumServers(int servers) {
        int checked = Setting.range("minimum servers", servers, 1, MOST_SERVERS);
        return with(new Values(values.slowStart, checked, values.overflowBelow, values.panicBelow));
    }

    /**
     * How many available servers a priority needs to be left to itself. With fewer the servers of the next priority
     * number share its clients, and so on, until there are enough.
     *
     * @param servers 1 to 10,000, default 1 = only when none is available
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Availability overflowBelow(int servers) {
        int checked = Setting.range("overflow below", servers, 1, MOST_SERVERS);
        return with(new Values(values.slowStart, values.minimumServers, checked, values.panicBelow));
    }

    /**
     * Below which share of healthy servers health is no longer believed, so that the few healthy ones are not
     * overrun: all servers get clients then, but those that drain, are disabled, or have weight 0.
     *
     * @param percent 0 to 100, of the enabled servers with a weight; default 0 = never
     * @return a changed copy
     * @throws IllegalArgumentException when it is outside the range
     */
    public Availability panicBelow(int percent) {
        int checked = Setting.range("panic below percent", percent, 0, 100);
        return with(new Values(values.slowStart, values.minimumServers, values.overflowBelow, checked));
    }

    /**
     * Takes servers out for a while whose traffic fails, whatever their checks say.
     *
     * @param value when, and for how long; default none
     * @return a changed copy
     */
    public Availability ejection(Ejection value) {
        return new Availability(values, Setting.present("ejection", value), maxWaiting, waitAtMost, sorryServer);
    }

    /**
     * Lets clients wait, first come first served, when all servers are at their limits.
     *
     * @param clients how many may wait at a time, 0 to 1,000,000, default 0 = none waits
     * @param atMost how long each may wait, 10 ms to 1 hour
     * @return a changed copy
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Availability waiting(int clients, Duration atMost) {
        return new Availability(
                values,
                ejection,
                Setting.range("waiting clients", clients, 0, 1_000_000),
                Setting.range("waiting time", atMost, Duration.ofMillis(10), Duration.ofHours(1)),
                sorryServer);
    }

    /**
     * Where clients go when no server is available. It is not checked, has no limit, and takes part in no choice.
     *
     * @param server where it is reached; its weight, priority and limit mean nothing
     * @return a changed copy
     */
    public Availability sorryServer(RealServer server) {
        return new Availability(values, ejection, maxWaiting, waitAtMost, Setting.present("sorry server", server));
    }

    /**
     * The time of reduced share.
     *
     * @return 0 to 1 hour
     */
    public Duration slowStart() {
        return values.slowStart;
    }

    /**
     * How many servers must be up.
     *
     * @return 1 to 10,000
     */
    public int minimumServers() {
        return values.minimumServers;
    }

    /**
     * How many available servers a priority needs.
     *
     * @return 1 to 10,000
     */
    public int overflowBelow() {
        return values.overflowBelow;
    }

    /**
     * The panic threshold.
     *
     * @return 0 to 100 percent
     */
    public int panicBelow() {
        return values.panicBelow;
    }

    /**
     * When and for how long servers are ejected.
     *
     * @return the policy, or empty for never
     */
    public Optional<Ejection> ejection() {
        return Optional.ofNullable(ejection);
    }

    /**
     * How many clients may wait.
     *
     * @return 0 to 1,000,000
     */
    public int maxWaiting() {
        return maxWaiting;
    }

    /**
     * How long a client may wait.
     *
     * @return up to 1 hour; zero where none may wait
     */
    public Duration waitAtMost() {
        return waitAtMost;
    }

    /**
     * The server for when there is no other.
     *
     * @return the server, or empty for none
     */
    public Optional<RealServer> sorryServer() {
        return Optional.ofNullable(sorryServer);
    }
}
