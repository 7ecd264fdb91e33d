package io.evenkeel.lb.simulation;

import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.Refusal;
import io.evenkeel.lb.status.ServiceSnapshot;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients saw in a run. Immutable. {@link #toString} is made to be read in a failed assertion: {@code assertEquals(0,
 * seen.failed(), seen::toString)}. Times are since the start.
 */
public final class Report {

    /**
     * What one server did.
     *
     * @param sent requests that it was given over a connection, second attempts included
     * @param answered requests of which it is the one that answered
     * @param failed requests that failed at it in the end
     * @param missed attempts to connect to it that failed
     */
    public record Share(long sent, long answered, long failed, long missed) {}

    /**
     * What happened in one second.
     *
     * @param requests how many came
     * @param answered how many were answered, whenever they came
     * @param failed how many failed, whenever they came
     */
    public record Second(long requests, long answered, long failed) {}

    /**
     * A time with failures: each came less than a second after the one before.
     *
     * @param from when the first request failed
     * @param to when the last one failed
     * @param failures how many failed
     */
    public record Trouble(Duration from, Duration to, long failures) {

        /**
         * How long it took.
         *
         * @return from the first failure to the last; zero for a single one
         */
        public Duration length() {
            return to.minus(from);
        }
    }

    /**
     * The state of a server, or of the service, changed.
     *
     * @param at when
     * @param what the server's id, with {@code pool/} before it in another pool than the default one; or the service's name
     * @param text for example {@code doubtful → down: connection refused}, {@code enabled → draining}, {@code weight 0}, and of
     *     the service its new status
     */
    public record Change(Duration at, String what, String text) {}

    private final String service;
    private final long seed;
    private final int clients;
    private final Duration length;
    private final Map<Ending, Long> endings = new LinkedHashMap<>();
    private final Map<Refusal, Long> refusals;
    private final Map<String, Share> servers = new LinkedHashMap<>();
    private final List<Second> timeline;
    private final List<Trouble> troubles;
    private final List<Change> changes;
    private final long[] latencies;
    private final long requests;
    private final long retries;
    private final ServiceSnapshot snapshot;

    Report(Simulation simulation, Duration length, Tally tally, ServiceSnapshot snapshot) {
        this.service = simulation.service().name();
        this.seed = simulation.seed();
        this.clients = simulation.clients();
        this.length = length;
        for (Ending ending : Ending.values()) {
            endings.put(ending, tally.count(ending));
        }
        this.refusals = Map.copyOf(tally.refusals());
        tally.servers().forEach((id, of) -> servers.put(id, new Share(of.sent, of.answered, of.failed, of.missed)));
        this.timeline = tally.seconds().stream()
                .map(of -> new Second(of.requests, of.answered, of.failed))
                .toList();
        this.troubles = List.copyOf(tally.troubles());
        this.changes = List.copyOf(tally.changes());
        this.latencies = tally.latencies();
        this.requests = tally.requests();
        this.retries = tally.retries();
        this.snapshot = snapshot;
    }

    /**
     * How many requests came.
     *
     * @return 0 or more; the sum over all {@link #count endings}
     */
    public long requests() {
        return requests;
    }

    /**
     * How many were answered.
     *
     * @return 0 or more
     */
    public long answered() {
        return count(Ending.ANSWERED);
    }

    /**
     * How many were not answered, or with an error.
     *
     * @return 0 or more
     */
    public long failed() {
        return requests - answered();
    }

    /**
     * How many ended in a certain way.
     *
     * @param ending the way
     * @return 0 or more
     */
    public long count(Ending ending) {
        return endings.getOrDefault(ending, 0L);
    }

    /**
     * How many were refused for a certain reason.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long refused(Refusal reason) {
        return refusals.getOrDefault(reason, 0L);
    }

    /**
     * How often a request was sent again, because a server ended the connection before its answer. The attempts to connect
     * that failed are in {@link Share#missed}.
     *
     * @return 0 or more
     */
    public long retries() {
        return retries;
    }

    /**
     * Where requests went.
     *
     * @return an immutable map by the servers' ids: those of the service's pools, then those that came later, and sorry
     *     servers that were dialed
     */
    public Map<String, Share> servers() {
        return Collections.unmodifiableMap(servers);
    }

    /**
     * What one server did.
     *
     * @param id its id, {@code host:port}
     * @return zeros if it was not dialed
     */
    public Share server(String id) {
        return servers.getOrDefault(id, new Share(0, 0, 0, 0));
    }

    /**
     * How long answers took, from the request's coming to its end.
     *
     * @param quantile 0 to 1; 0.99 for the time that one of a hundred answered requests exceeded
     * @return the time; zero if none was answered
     * @throws IllegalArgumentException when it is outside the range
     */
    public Duration latency(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw Setting.refusal("quantile", quantile, "0 to 1");
        }
        if (latencies.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(quantile * latencies.length);
        return Duration.ofNanos(latencies[Math.max(0, rank - 1)]);
    }

    /**
     * What happened in each second, up to the last request's end.
     *
     * @return an immutable list, the first second first
     */
    public List<Second> timeline() {
        return timeline;
    }

    /**
     * When requests failed.
     *
     * @return an immutable list by time
     */
    public List<Trouble> troubles() {
        return troubles;
    }

    /**
     * The longest time with failures.
     *
     * @return from its first failure to its last; zero if there was none, or none had another within a second
     */
    public Duration longestTrouble() {
        return troubles.stream().map(Trouble::length).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * How the state of servers and of the service changed.
     *
     * @return an immutable list by time
     */
    public List<Change> changes() {
        return changes;
    }

    /**
     * The service after the last request's end.
     *
     * @return what {@code ServiceHandle.snapshot()} says
     */
    public ServiceSnapshot snapshot() {
        return snapshot;
    }

    String service() {
        return service;
    }

    long seed() {
        return seed;
    }

    int clients() {
        return clients;
    }

    Duration length() {
        return length;
    }

    /** The whole of it on a page: numbers, servers, a bar of seconds, troubles and changes. */
    @Override
    public String toString() {
        return new ReportText(this).toString();
    }
}
