package io.evenkeel.lb.simulation;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.engine.Affinity;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.ServiceState;
import io.evenkeel.lb.engine.choose.MemberStats;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.CookiePersistence;
import io.evenkeel.lb.persist.PassiveCookiePersistence;
import io.evenkeel.lb.persist.SourcePersistence;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.route.RouteAction;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request without a body: where it is routed, whose server it wants, and whether it may be sent again. */
final class HttpRequest extends Request {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    /** Whoever ends a connection that soon after a request had ended it before. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpService config;
    private final RequestHead head;
    private @Nullable Affinity affinity;
    /** The cookie of this pool that its client sent. */
    private @Nullable String brought;
    /** Whether it was sent on a connection that had been idle. */
    private boolean reused;
    /** Whether it went to a second server. */
    private boolean retried;

    HttpRequest(Run run, Client client, HttpService config, RequestHead head) {
        super(run, client, new Selection(MemberStats.REQUESTS, new ClientHashes(client, head)));
        this.config = config;
        this.head = head;
    }

    @Override
    void begin() {
        if (!config.access().allows(client.address())) {
            refuse(Refusal.ACCESS);
            return;
        }
        run.retries().request(run.sinceStart());
        ServiceState state = run.service().state();
        LivePool routed = state.pool();
        for (Route route : config.routes()) {
            if (route.match().matches(head)) {
                if (!(route.action() instanceof RouteAction.ToPool to)) {
                    end(Ending.ANSWERED); // by the route itself
                    return;
                }
                routed = state.pool(to.pool());
                break;
            }
        }
        affinity = state.affinity(routed);
        brought = client.cookies.get(routed.name());
        search(routed, config.persistence() instanceof CookiePersistence ? brought : null, affinity, key());
    }

    // ---- persistence ----

    private @Nullable AffinityKey key() {
        Affinity table = affinity;
        if (table == null) {
            return null;
        } else if (table.settings() instanceof SourcePersistence) {
            return table.key(client.address());
        } else if (table.settings() instanceof PassiveCookiePersistence) {
            return brought == null ? null : key(table, brought);
        }
        return key(table, client.name());
    }

    private static AffinityKey key(Affinity table, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        return table.key(bytes, 0, bytes.length);
    }

    /** Of a cookie of ours its value is the server; of servers' own each begins a session with whom it does not know. */
    @Override
    void answering() {
        String served = selection.member().boundAs();
        Affinity table = affinity;
        if (table != null && table.settings() instanceof PassiveCookiePersistence) {
            String session = client.name() + "@" + served;
            if (!session.equals(brought)) {
                client.cookies.put(pool().name(), session);
                table.bind(key(table, session), served, null);
            }
        } else if (config.persistence() instanceof CookiePersistence
                && !selection.isStandIn()
                && !served.equals(brought)) {
            client.cookies.put(pool().name(), served);
        }
        machine().giveBack(config.upstream().maxIdle());
    }

    // ---- connections to servers ----

    @Override
    boolean reuse() {
        reused = machine().lease(config.upstream().idle().toNanos());
        return reused;
    }

    @Override
    void connected() {
        reused = false;
        selection.member().stats().add(run.worker(), MemberStats.CONNECTIONS, 1);
    }

    /** First on a new connection to the same server, if the old one may have ended before; else to another. */
    @Override
    boolean again() {
        boolean idempotent = IDEMPOTENT.contains(head.method());
        if (reused && (idempotent || run.now() - since() < STALE_NANOS)) {
            reused = false;
            redial();
            return true;
        }
        if (idempotent && !retried && run.retries().tryRetry(run.sinceStart())) {
            retried = true;
            searchAgain(Outcome.SERVER_RESET);
            return true;
        }
        return false;
    }

    // ---- deadlines ----

    @Override
    long connectNanos() {
        return config.timeouts().connect().toNanos();
    }

    @Override
    long dialNanos() {
        return config.timeouts().dial().toNanos();
    }

    @Override
    long silenceNanos() {
        return config.timeouts().response().toNanos();
    }

    @Override
    Outcome silence() {
        return Outcome.NO_ANSWER;
    }
}
