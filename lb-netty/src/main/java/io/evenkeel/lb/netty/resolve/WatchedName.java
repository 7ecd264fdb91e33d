package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One name and everybody who watches it. At any time it waits for one of two things: for an answer, or for the time to ask
 * again. Control thread only.
 */
final class WatchedName {

    private static final Logger log = LoggerFactory.getLogger(WatchedName.class);

    private final String host;
    private final ControlLoop control;
    private final RandomSource random;
    private final Resolver resolver;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** The last that were found; kept when no name server answers. */
    private List<InetAddress> addresses = List.of();

    /** Why the last lookup failed, or null. */
    private @Nullable String failure;

    private int failuresInARow;
    private Registration waiting = () -> {};
    private boolean stopped;

    WatchedName(String host, ControlLoop control, RandomSource random, Resolver resolver) {
        this.host = host;
        this.control = control;
        this.random = random;
        this.resolver = resolver;
    }

    void ask() {
        waiting = resolver.resolve(host, answer -> control.execute(() -> conclude(answer)));
    }

    void stop() {
        stopped = true;
        waiting.cancel();
    }

    /** Adds a listener, and tells it what is known already. */
    Subscription add(NameWatch.Listener listener) {
        Subscription added = new Subscription(listener);
        subscriptions.add(added);
        if (!addresses.isEmpty()) {
            tell(added, each -> each.onAddresses(addresses));
        }
        String cause = failure;
        if (cause != null) {
            tell(added, each -> each.onFailure(cause));
        }
        return added;
    }

    /** Removes a listener; a second time nothing happens. */
    void remove(Subscription subscription) {
        subscription.cancelled = true;
        subscriptions.remove(subscription);
    }

    boolean isUnwatched() {
        return subscriptions.isEmpty();
    }

    private void conclude(Answer answer) {
        if (stopped) {
            return;
        }
        String cause = answer.failure();
        if (cause != null) {
            failure = cause;
            failuresInARow++;
            waiting = control.schedule(this::ask, Pace.afterFailure(failuresInARow, random));
            log.debug("{}: not resolved: {}", host, cause);
            tellAll(listener -> listener.onFailure(cause));
            return;
        }
        List<InetAddress> next = Addresses.next(addresses, answer);
        boolean news = failure != null || !next.equals(addresses);
        addresses = next;
        failure = null;
        failuresInARow = 0;
        waiting = control.schedule(this::ask, Pace.afterAnswer(answer));
        log.debug("{}: {} for {}", host, next, answer.ttl());
        if (news) {
            tellAll(listener -> listener.onAddresses(next));
        }
    }

    private void tellAll(Consumer<NameWatch.Listener> news) {
        // A copy: whoever listens may come and go meanwhile.
        List.copyOf(subscriptions).forEach(subscription -> tell(subscription, news));
    }

    private void tell(Subscription subscription, Consumer<NameWatch.Listener> news) {
        if (subscription.cancelled) {
            return;
        }
        try {
            news.accept(subscription.listener);
        } catch (RuntimeException e) {
            log.warn("{}: a listener failed", host, e);
        }
    }

    /** One listener of a name. */
    static final class Subscription {

        private final NameWatch.Listener listener;
        private boolean cancelled;

        private Subscription(NameWatch.Listener listener) {
            this.listener = listener;
        }
    }
}
