package io.evenkeel.lb.simulation;

import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a run counts, and when; times are nanoseconds since its start. */
final class Tally implements LoadBalancerObserver {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What one server did. */
    static final class OfServer {
        long sent;
        long answered;
        long failed;
        long missed;
    }

    /** What happened in one second. */
    static final class OfSecond {
        long requests;
        long answered;
        long failed;
    }

    private final LongSupplier now;
    private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final Map<String, OfServer> servers = new LinkedHashMap<>();
    private final List<OfSecond> seconds = new ArrayList<>();
    private final List<Report.Trouble> troubles = new ArrayList<>();
    private final List<Report.Change> changes = new ArrayList<>();
    private long[] latencies = new long[1024];
    private int answered;
    private long requests;
    private long retries;

    /** The present row of failures: how many, the first and the last one's time. */
    private long row;

    private long rowBegan;
    private long rowEnded;

    Tally(LongSupplier now) {
        this.now = now;
    }

    // ---- clients ----

    void arrived() {
        requests++;
        second().requests++;
    }

    void refused(Refusal reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    void ended(Ending ending, long nanos, @Nullable String server) {
        endings.merge(ending, 1L, Long::sum);
        if (ending.isSuccess()) {
            second().answered++;
            if (answered == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * answered);
            }
            latencies[answered++] = nanos;
        } else {
            second().failed++;
            failed();
        }
        if (server != null && ending != Ending.REFUSED) {
            OfServer at = server(server);
            at.answered += ending.isSuccess() ? 1 : 0;
            at.failed += ending.isSuccess() ? 0 : 1;
        }
    }

    private void failed() {
        long at = now.getAsLong();
        if (row > 0 && at - rowEnded >= SECOND) {
            close();
        }
        rowBegan = row == 0 ? at : rowBegan;
        rowEnded = at;
        row++;
    }

    /** Nothing more is counted to the present row of failures. */
    void close() {
        if (row > 0) {
            troubles.add(new Report.Trouble(Duration.ofNanos(rowBegan), Duration.ofNanos(rowEnded), row));
            row = 0;
        }
    }

    private OfSecond second() {
        int second = (int) (now.getAsLong() / SECOND);
        while (seconds.size() <= second) {
            seconds.add(new OfSecond());
        }
        return seconds.get(second);
    }

    // ---- servers ----

    /** In the report they are in the order of their first mention. */
    OfServer server(String id) {
        return servers.computeIfAbsent(id, any -> new OfServer());
    }

    void sent(String server) {
        server(server).sent++;
    }

    void missed(String server) {
        server(server).missed++;
    }

    void retried() {
        retries++;
    }

    // ---- the engine's events ----

    @Override
    public void onHealth(ServerEvent event) {
        String cause = event.server().cause();
        change(
                place(event),
                event.previousHealth() + " → " + event.server().health() + (cause.isEmpty() ? "" : ": " + cause));
    }

    @Override
    public void onAdmin(ServerEvent event) {
        boolean same = event.previousAdmin() == event.server().admin();
        change(
                place(event),
                same
                        ? "weight " + event.server().weight()
                        : event.previousAdmin() + " → " + event.server().admin());
    }

    @Override
    public void onStatus(ServiceEvent event) {
        change(event.service(), event.status().toString());
    }

    private static String place(ServerEvent event) {
        String id = event.server().id();
        return event.pool().equals(event.service()) ? id : event.pool() + "/" + id;
    }

    private void change(String what, String text) {
        changes.add(new Report.Change(Duration.ofNanos(now.getAsLong()), what, text));
    }

    // ---- what came of it ----

    long requests() {
        return requests;
    }

    long retries() {
        return retries;
    }

    long count(Ending ending) {
        return endings.getOrDefault(ending, 0L);
    }

    Map<Refusal, Long> refusals() {
        return refusals;
    }

    Map<String, OfServer> servers() {
        return servers;
    }

    List<OfSecond> seconds() {
        return seconds;
    }

    List<Report.Trouble> troubles() {
        return troubles;
    }

    List<Report.Change> changes() {
        return changes;
    }

    /** Of the requests that were answered, in rising order. */
    long[] latencies() {
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return sorted;
    }
}
