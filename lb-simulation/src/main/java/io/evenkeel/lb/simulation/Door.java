package io.evenkeel.lb.simulation;

import io.evenkeel.lb.ConnectionLimits;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.status.Refusal;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in to a TCP service: as many as it takes at a time, others wait outside; of those by the access list, the limits
 * of one client, then the service's rate. Rates are the data plane's, token buckets of one second's worth told by the time at
 * which the next one is due (the generic cell rate algorithm).
 */
final class Door {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** One client, as the limits tell clients apart. */
    private static final class Visitor {
        private int inside;
        private long due;
    }

    private final Run run;
    private final Map<AffinityKey, Visitor> visitors = new HashMap<>();
    private final Deque<TcpRequest> outside = new ArrayDeque<>();
    private int inside;
    private long due;

    Door(Run run) {
        this.run = run;
        this.due = run.now();
    }

    /** It is let in, or refused, now or when others have left. */
    void knock(TcpRequest request) {
        outside.add(request);
        letIn();
        if (outside.peekLast() == request) {
            request.linger();
        }
    }

    private void letIn() {
        while (!outside.isEmpty() && inside < most()) {
            TcpRequest next = outside.remove();
            Refusal refusal = judge(next.client.address());
            if (refusal != null) {
                next.refuse(refusal);
            } else {
                inside++;
                next.enter();
            }
        }
    }

    private int most() {
        int limit = limits().connections();
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    private @Nullable Refusal judge(InetAddress client) {
        VirtualService config = run.service().config();
        ConnectionLimits limits = config.limits();
        if (!config.access().allows(client)) {
            return Refusal.ACCESS;
        }
        Visitor visitor = visitor(client);
        if (limits.clientConnections() != 0 && visitor.inside >= limits.clientConnections()) {
            return Refusal.CLIENT_CONNECTIONS;
        }
        if (!conforms(visitor.due, limits.clientPerSecond())) {
            return Refusal.CLIENT_RATE;
        }
        if (!conforms(due, limits.perSecond())) {
            return Refusal.SERVICE_RATE;
        }
        visitor.inside++;
        visitor.due = next(visitor.due, limits.clientPerSecond());
        due = next(due, limits.perSecond());
        return null;
    }

    private Visitor visitor(InetAddress client) {
        AffinityKey key = AffinityKey.of(client, limits().clientPrefixV4(), limits().clientPrefixV6());
        return visitors.computeIfAbsent(key, any -> {
            Visitor created = new Visitor();
            created.due = run.now();
            return created;
        });
    }

    private ConnectionLimits limits() {
        return run.service().config().limits();
    }

    private boolean conforms(long expected, int perSecond) {
        return perSecond == 0 || expected - run.now() <= SECOND - SECOND / perSecond;
    }

    private long next(long expected, int perSecond) {
        return perSecond == 0 ? expected : Math.max(expected, run.now()) + SECOND / perSecond;
    }

    /** One that was let in has ended. */
    void leave(TcpRequest request) {
        inside--;
        visitor(request.client.address()).inside--;
        letIn();
    }

    /** One that waits has ended. */
    void giveUp(TcpRequest request) {
        outside.remove(request);
    }
}
