package io.evenkeel.lb.netty.http.exchange;

import io.evenkeel.lb.ForwardedHeaders;
import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.netty.http.rules.ReservedFields;
import io.evenkeel.lb.netty.http.upstream.RetryBudget;
import io.evenkeel.lb.netty.http.upstream.UpstreamPool;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.observe.HttpObserver;
import io.evenkeel.lb.spi.RandomSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an HTTP service has on one loop: idle connections to servers, exchanges to be used again. On the loop's thread. */
public final class HttpLoop {

    /** Exchanges kept for the next requests; beyond them, they are garbage like everything else. */
    private static final int MOST_KEPT = 256;

    private final HttpFrontend frontend;
    private final Loop loop;
    private final UpstreamPool upstreams;
    private final RetryBudget retries;
    private @Nullable HttpService observed;
    private List<HttpObserver> observers = List.of();
    private ReservedFields reserved = new ReservedFields(ForwardedHeaders.DEFAULT);
    private final ArrayDeque<Exchange> free = new ArrayDeque<>();

    HttpLoop(HttpFrontend frontend, Loop loop, RandomSource random) {
        this.frontend = frontend;
        this.loop = loop;
        this.upstreams = new UpstreamPool(
                loop, frontend.service(), random, () -> frontend.config().upstream());
        this.retries = new RetryBudget(loop.wheel()::now);
    }

    /**
     * The service.
     *
     * @return the frontend
     */
    public HttpFrontend frontend() {
        return frontend;
    }

    /**
     * The loop.
     *
     * @return the loop
     */
    public Loop loop() {
        return loop;
    }

    /**
     * The idle connections to servers.
     *
     * @return the pool
     */
    public UpstreamPool upstreams() {
        return upstreams;
    }

    /** Who hears of exchanges of a configuration. */
    List<HttpObserver> observers(HttpService config) {
        if (config != observed) {
            observed = config;
            List<HttpObserver> all = new ArrayList<>(config.observers());
            if (!config.accessLog().isOff()) {
                all.add(config.accessLog().observer(config.name()));
            }
            observers = List.copyOf(all);
        }
        return observers;
    }

    /** What only trusted clients may say, by a configuration. */
    ReservedFields reserved(ForwardedHeaders settings) {
        if (!reserved.areOf(settings)) {
            reserved = new ReservedFields(settings);
        }
        return reserved;
    }

    RetryBudget retries() {
        return retries;
    }

    /**
     * An exchange for a request that is about to be read.
     *
     * @return one that is empty
     */
    public Exchange exchange() {
        Exchange kept = free.pollLast();
        return kept == null ? new Exchange(this) : kept;
    }

    /**
     * Takes an exchange back.
     *
     * @param exchange empty
     */
    void free(Exchange exchange) {
        if (free.size() < MOST_KEPT) {
            free.addLast(exchange);
        }
    }
}
