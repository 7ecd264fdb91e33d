package io.evenkeel.lb.engine;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Endpoints;
import io.evenkeel.lb.engine.choose.Observed;
import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServiceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one balancer and what becomes of them. Methods are for the control thread unless they say otherwise. */
public final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    /** Who waits for the first verdicts of some members. */
    private record Verdicts(List<Entry> pending, CompletableFuture<Void> stage) {}

    private final EngineContext context;
    private final Events events;
    private final Endpoints endpoints = new Endpoints();
    private final List<Verdicts> awaitingVerdicts = new ArrayList<>();

    /** Services whose servers came or went in this turn. */
    private final Set<LiveService> changed = new LinkedHashSet<>();

    private final Map<LiveService, ServiceStatus> lastStatus = new LinkedHashMap<>();

    private volatile Map<String, LiveService> services = Map.of();

    /**
     * An engine without services.
     *
     * @param context what it is made of
     * @param observers hear of events
     */
    public Engine(EngineContext context, List<LoadBalancerObserver> observers) {
        this.context = context;
        this.events = new Events(context.control(), observers);
        context.control().onTurnEnd(this::publish);
    }

    /**
     * Where changes are made. Any thread.
     *
     * @return the control loop
     */
    public ControlLoop control() {
        return context.control();
    }

    /**
     * One of those who choose. Any thread.
     *
     * @param index 0 to the number of workers less one; each for one thread
     * @return a new worker
     */
    public Worker worker(int index) {
        return new Worker(index, context.random(), context.time());
    }

    /**
     * All services as last changed. Any thread.
     *
     * @return an immutable collection by the order of adding
     */
    public Collection<LiveService> services() {
        return services.values();
    }

    /**
     * A service as last changed. Any thread.
     *
     * @param name its name
     * @return the service
     * @throws NoSuchElementException when there is none of this name
     */
    public LiveService service(String name) {
        LiveService service = services.get(name);
        if (service == null) {
            throw new NoSuchElementException("there is no service " + name + "; there are " + services.keySet());
        }
        return service;
    }

    /**
     * What stands against a service beside the others. Any thread.
     *
     * @param next a description
     * @param adding whether its name must be new; else a service of its name is left out of account
     * @return the problems in words, empty when there are none
     */
    public List<String> problems(VirtualService next, boolean adding) {
        List<String> problems = new ArrayList<>();
        for (LiveService other : services.values()) {
            if (other.name().equals(next.name())) {
                if (adding) {
                    problems.add("service name: \"" + next.name() + "\" is not allowed; allowed: a name that no other"
                            + " service has");
                } else if (other.config().getClass() != next.getClass()) {
                    problems.add("service kind of " + next.name() + ": "
                            + next.getClass().getSimpleName() + " is not allowed; allowed: "
                            + other.config().getClass().getSimpleName() + ", which it is now");
                }
                continue;
            }
            for (Listener theirs : other.config().listeners()) {
                for (Listener ours : next.listeners()) {
                    if (ours.collidesWith(theirs)) {
                        problems.add("listen of " + next.name() + ": " + ours + " is not allowed; allowed: an address"
                                + " that does not collide with " + theirs + " of service " + other.name());
                    }
                }
            }
        }
        return problems;
    }

    /**
     * Adds a service and publishes it.
     *
     * @param config a service against which nothing stands
     * @return the live service
     */
    public LiveService install(VirtualService config) {
        LiveService service = new LiveService(config, context, endpoints);
        Map<String, LiveService> next = new LinkedHashMap<>(services);
        next.put(config.name(), service);
        services = Collections.unmodifiableMap(next);
        publish();
        events.configuration(service.name(), ServiceEvent.Kind.ADDED, service.status());
        return service;
    }

    /**
     * Puts a configuration in force in place of the one of the same name, and publishes it.
     *
     * @param config the new configuration
     * @throws NoSuchElementException when there is none of this name
     */
    public void reconfigure(VirtualService config) {
        redeclare(config);
        publish();
    }

    /** As {@link #reconfigure}, but published with whatever else the turn changes. */
    public void redeclare(VirtualService config) {
        LiveService service = service(config.name());
        service.declare(config, pool -> {
            pool.follow(this::leader);
            pool.publish();
        });
        changed.add(service);
    }

    /**
     * Removes a service: its pools are empty from now on.
     *
     * @param name its name
     * @throws NoSuchElementException when there is none of this name
     */
    public void uninstall(String name) {
        LiveService service = service(name);
        Map<String, LiveService> next = new LinkedHashMap<>(services);
        next.remove(name);
        services = Collections.unmodifiableMap(next);
        service.remove();
        lastStatus.remove(service);
        changed.remove(service);
        events.configuration(name, ServiceEvent.Kind.REMOVED, ServiceStatus.DISABLED);
    }

    /**
     * The second stage of a start. Any thread.
     *
     * @return completes when no member known at the time of the call awaits its first verdict
     */
    public CompletionStage<Void> firstVerdicts() {
        CompletableFuture<Void> verdicts = new CompletableFuture<>();
        control()
                .submit(() -> {
                    List<Entry> pending = new ArrayList<>();
                    pools().forEach(pool -> pool.addUnjudged(pending));
                    awaitingVerdicts.add(new Verdicts(pending, verdicts));
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        verdicts.completeExceptionally(failure);
                    }
                });
        return verdicts.minimalCompletionStage();
    }

    /** Removes all services; who still awaits first verdicts is told that they will not come. */
    public void close() {
        List.copyOf(services.keySet()).forEach(this::uninstall);
        IllegalStateException closed = new IllegalStateException("the load balancer was closed");
        awaitingVerdicts.forEach(
                verdicts -> control().afterPublication(() -> verdicts.stage().completeExceptionally(closed)));
        awaitingVerdicts.clear();
    }

    /** Publishes what changed; called at the end of each turn too. */
    public void publish() {
        pools().forEach(pool -> pool.follow(this::leader));
        services.values().forEach(this::publish);
        for (LiveService service : changed) {
            events.configuration(service.name(), ServiceEvent.Kind.REPLACED, service.status());
        }
        changed.clear();
        awaitingVerdicts.removeIf(this::areThere);
    }

    private void publish(LiveService service) {
        boolean published = changed.contains(service); // a pool may be there or not
        for (LivePool pool : service.state().pools()) {
            published |= pool.publish();
        }
        if (!published) {
            return;
        }
        ServiceStatus status = service.status();
        ServiceStatus previous = lastStatus.put(service, status);
        if (previous != null && previous != status) {
            log.info("{}: {}", service.name(), status);
            events.status(service.name(), status);
        }
        for (LivePool pool : service.state().pools()) {
            pool.takeChanges().forEach(change -> tell(service, pool, change));
        }
    }

    private Stream<LivePool> pools() {
        return services.values().stream().flatMap(service -> service.state().pools().stream());
    }

    private @Nullable Observed leader(RealServer.Following followed) {
        LiveService service = services.get(followed.service());
        return service == null ? null : service.pool().leader(followed.server());
    }

    private boolean areThere(Verdicts verdicts) {
        verdicts.pending().removeIf(Entry::isJudged);
        if (!verdicts.pending().isEmpty()) {
            return false;
        }
        control().afterPublication(() -> verdicts.stage().complete(null));
        return true;
    }

    private void tell(LiveService service, LivePool pool, MemberChange change) {
        Health health = change.previousHealth();
        AdminState admin = change.previousAdmin();
        pool.state().member(change.id()).ifPresent(member -> {
            if (health != null) {
                events.health(service.name(), pool.name(), member, health);
            }
            if (admin != null) {
                events.admin(service.name(), pool.name(), member, admin);
            }
        });
        TrafficListener.Loss loss = change.loss();
        if (loss != null) {
            control().afterPublication(() -> context.traffic().onLoss(service, pool, change.endpoint(), loss));
        }
    }

    /** How many endpoints are known; for tests of what is left behind. */
    int endpointCount() {
        return endpoints.size();
    }
}
