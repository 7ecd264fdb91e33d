package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.engine.choose.Member;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.rules.Attached;
import io.evenkeel.lb.observe.HttpExchange;
import io.evenkeel.lb.observe.HttpObserver;
import io.evenkeel.lb.route.AttachmentKey;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.Outcome;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What observers get to see of an exchange, collected while it goes on. The time is only asked for if somebody listens. */
final class ExchangeRecord implements HttpExchange {

    /** How an exchange ended that no server had a part in. */
    enum Local {
        /** A route or a filter answered, or failed. */
        ANSWERED,
        /** The request could not be read. */
        MALFORMED
    }

    private final HttpFrontend frontend;
    private final RequestMessage request;
    private final Attached attached;

    long requestBytes;
    long responseBytes;
    int retries;
    /** An {@link Outcome}, a {@link io.evenkeel.lb.status.Refusal} or a {@link Local}. */
    Enum<?> outcome = Outcome.COMPLETED;

    private List<HttpObserver> observers = List.of();
    private @Nullable InetSocketAddress client;
    private @Nullable Member server;
    private @Nullable String pool;
    private @Nullable String route;
    private @Nullable Instant startedAt;
    private int status;
    private boolean complete;
    private long begun;
    private long answered;
    private long ended;

    ExchangeRecord(HttpFrontend frontend, RequestMessage request, Attached attached) {
        this.attached = attached;
        this.frontend = frontend;
        this.request = request;
    }

    void begin(List<HttpObserver> listening, ClientConnection from) {
        observers = listening;
        if (observers.isEmpty()) {
            return;
        }
        client = from.address();
        startedAt = Instant.now();
        begun = frontend.time().nanoTime();
        requestBytes = 0;
        responseBytes = 0;
        retries = 0;
        outcome = Outcome.COMPLETED;
        server = null;
        pool = null;
        route = null;
        status = 0;
    }

    void pool(String name) {
        pool = name;
    }

    void route(@Nullable String name) {
        route = name;
    }

    void server(Member picked) {
        server = picked;
    }

    void answered(int with) {
        status = with;
        if (!observers.isEmpty()) {
            answered = frontend.time().nanoTime();
        }
    }

    void end(boolean whole) {
        if (observers.isEmpty()) {
            return;
        }
        complete = whole;
        ended = frontend.time().nanoTime();
        for (HttpObserver observer : observers) {
            try {
                observer.onExchange(this);
            } catch (Throwable e) { // a user's class may lack a class of its own, too
                frontend.complaints().failed("an observer failed", e);
            }
        }
        observers = List.of();
        client = null;
        server = null;
    }

    @Override
    public String service() {
        return frontend.service().name();
    }

    @Override
    public InetSocketAddress client() {
        return Objects.requireNonNull(client);
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String serverId() {
        return server == null ? null : server.id();
    }

    @Override
    public @Nullable String poolName() {
        return pool;
    }

    @Override
    public @Nullable String routeName() {
        return route;
    }

    @Override
    public <T> @Nullable T attachment(AttachmentKey<T> key) {
        return attached.attachment(key);
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public long responseBytes() {
        return responseBytes;
    }

    @Override
    public Instant startedAt() {
        return Objects.requireNonNull(startedAt);
    }

    @Override
    public long totalNanos() {
        return ended - begun;
    }

    @Override
    public long firstByteNanos() {
        return status == 0 ? -1 : answered - begun;
    }

    @Override
    public int retries() {
        return retries;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public String outcome() {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
