package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.testkit.engine.ModelMember.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the engine's control side should do, in the simplest way: no pickers, no pools of threads, no coalescing. */
final class Model {

    final Map<String, ModelService> services = new LinkedHashMap<>();
    /** What is in flight, by endpoint. */
    final Map<String, Integer> inFlight = new HashMap<>();
    /** What the data plane should have been told. */
    final List<String> losses = new ArrayList<>();

    /** Hears of members whose failures in a row are long enough for their ejection. */
    final Consumer<ModelMember> suspicions;

    final Set<ModelSight> seen = EnumSet.noneOf(ModelSight.class);

    private final ModelTable shared = new ModelTable(seen);
    private final Map<Watch, Health> verdicts = new HashMap<>();
    private long now;

    /** Whether its services' servers can be followed: those of default pools can. */
    private final boolean canBeFollowed;

    Model(Consumer<ModelMember> suspicions, boolean canBeFollowed) {
        this.suspicions = suspicions;
        this.canBeFollowed = canBeFollowed;
    }

    long now() {
        return now;
    }

    void see(ModelSight sight, boolean really) {
        if (really) {
            seen.add(sight);
        }
    }

    int inFlight(String id) {
        return inFlight.getOrDefault(id, 0);
    }

    Stream<ModelMember> members() {
        return services.values().stream().flatMap(service -> service.members.values().stream());
    }

    /** Those of drains and ejections. */
    long timers() {
        return members().filter(member -> member.timer).count()
                + members().filter(member -> member.ejection.isOn()).count();
    }

    long watches() {
        return members().filter(member -> member.watch != null).count();
    }

    // ---- commands ----

    void install(Step.Config config) {
        if (services.containsKey(config.service())) {
            throw new IllegalArgumentException("taken");
        }
        ModelService service = new ModelService(config);
        services.put(config.service(), service);
        declare(service, config);
        publish();
    }

    void replace(Step.Config config) {
        declare(service(config.service()), config);
        publish();
    }

    void uninstall(String name) {
        ModelService service = service(name);
        services.remove(name);
        service.members.values().forEach(this::retire);
        service.members.clear();
        service.sorry = null;
        service.publish(now);
    }

    void add(ModelService service, Step.Server server) {
        require(service);
        if (service.members.containsKey(server.id())) {
            throw new IllegalArgumentException("taken");
        }
        List<Step.Server> servers = new ArrayList<>(service.config.servers());
        servers.add(server);
        declare(service, service.config.with(servers));
    }

    void remove(ModelService service, String id) {
        require(service);
        member(service, id);
        List<Step.Server> servers = new ArrayList<>(service.config.servers());
        servers.removeIf(server -> server.id().equals(id));
        declare(service, service.config.with(servers));
    }

    void admin(ModelService service, String id, AdminState state, Duration drain) {
        ModelMember member = member(service, id);
        member.admin = state;
        member.timer = state == AdminState.DRAINING;
        member.drainEnds = now + drain.toNanos();
        if (state == AdminState.ENABLED) {
            member.ejection.end(now);
        }
    }

    void weight(ModelService service, String id, int weight) {
        member(service, id).weightOverride = weight;
    }

    void verdict(String target, Health health) {
        verdicts.replaceAll((watch, old) -> watch.target().equals(target) ? health : old);
        services.values()
                .forEach(service -> service.members.values().stream()
                        .filter(member ->
                                member.watch != null && member.watch.target().equals(target))
                        .forEach(member -> observe(service, member, health)));
    }

    // ---- time and publication ----

    /** Ends a turn, and those that are due now. */
    void turn() {
        publish();
        advance(Duration.ZERO);
    }

    /** From one timer to the next. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        for (long due = nextDue(); due <= end; due = nextDue()) {
            now = Math.max(now, due);
            services.values().forEach(this::fire);
            publish();
        }
        now = end;
    }

    private long nextDue() {
        LongStream drains = members().filter(member -> member.timer).mapToLong(member -> member.drainEnds);
        LongStream ejections =
                members().filter(member -> member.ejection.isOn()).mapToLong(member -> member.ejection.ends());
        return LongStream.concat(drains, ejections).min().orElse(Long.MAX_VALUE);
    }

    private void fire(ModelService service) {
        for (ModelMember member : service.members.values()) {
            if (member.timer && member.drainEnds <= now) {
                member.timer = false;
                member.admin = AdminState.DISABLED;
                service.losses.add(loss(service, member, "DRAIN_ENDED"));
            }
            if (member.ejection.isOn() && member.ejection.ends() <= now) {
                member.ejection.end(now);
            }
        }
    }

    private void publish() {
        services.values().forEach(this::follow);
        for (ModelService service : services.values()) {
            service.publish(now);
            boolean wanted = service.published.members().stream().anyMatch(ModelMember.Published::takesNew);
            see(
                    ModelSight.DOWN_BY_MINIMUM_OR_CRITICAL,
                    wanted && service.published.eligible().isEmpty());
            losses.addAll(service.losses);
            service.losses.clear();
        }
    }

    private void follow(ModelService service) {
        for (ModelMember member : service.members.values()) {
            RealServer.Following followed = member.server.following();
            if (followed != null) {
                ModelService other = services.get(followed.service());
                ModelMember leader = other == null ? null : other.members.get(followed.server());
                boolean is = canBeFollowed && leader != null && leader.server.following() == null;
                observe(service, member, is ? leader.health : Health.UNKNOWN);
                see(ModelSight.FOLLOWER_WITH_HEALTH, is && leader.health != Health.UNKNOWN);
            }
        }
    }

    // ---- members ----

    private ModelService service(String name) {
        ModelService service = services.get(name);
        if (service == null) {
            throw new NoSuchElementException(name);
        }
        return service;
    }

    private void require(ModelService service) {
        if (!services.containsValue(service)) {
            throw new NoSuchElementException("removed");
        }
    }

    private static ModelMember member(ModelService service, String id) {
        ModelMember member = service.members.get(id);
        if (member == null) {
            throw new NoSuchElementException(id);
        }
        return member;
    }

    private void declare(ModelService service, Step.Config config) {
        service.config = config;
        service.table = table(service, config.features().table());
        Map<String, ModelMember> old = new LinkedHashMap<>(service.members);
        service.members.clear();
        for (Step.Server server : config.servers()) {
            ModelMember member = old.containsKey(server.id()) ? old.remove(server.id()) : service.newMember(server);
            member.server = server;
            service.members.put(server.id(), member);
        }
        for (ModelMember member : old.values()) {
            retire(member);
            service.losses.add(loss(service, member, "REMOVED"));
        }
        for (ModelMember member : service.members.values()) {
            watch(service, member);
            member.ejection.configure(config.features(), now);
            if (!config.features().slowStart()) {
                member.slowStart.end();
            }
        }
        declareSorry(service);
    }

    private void declareSorry(ModelService service) {
        boolean wanted = service.config.features().sorry();
        if (wanted != (service.sorry != null)) {
            String host = Features.SORRY.host();
            Step.Server server = new Step.Server(host, Features.SORRY.port(), 100, 0, 0, false, null);
            service.sorry = wanted ? new ModelMember(service, -1, server, Health.UNCHECKED, false) : null;
        }
    }

    /** A table of the service's own is kept as long as it is wanted. */
    private ModelTable table(ModelService service, Features.Table next) {
        return switch (next) {
            case NONE -> null;
            case SHARED -> shared;
            case OWN -> service.table == null || service.table == shared ? new ModelTable(seen) : service.table;
        };
    }

    private void retire(ModelMember member) {
        member.retired = true;
        member.timer = false;
        member.slowStart.end();
        watch(member, null);
    }

    private void watch(ModelService service, ModelMember member) {
        if (member.server.following() != null) {
            watch(member, null);
            return; // see follow
        }
        if (!service.config.checked()) {
            watch(member, null);
            observe(service, member, Health.UNCHECKED);
            return;
        }
        Watch watch = new Watch(member.server.id(), service.config.unknownIsUp());
        if (watch.equals(member.watch)) {
            return;
        }
        if (member.health == Health.UNCHECKED) {
            observe(service, member, Health.UNKNOWN);
        }
        watch(member, watch);
        Health known = verdicts.computeIfAbsent(watch, w -> Health.UNKNOWN);
        if (known != Health.UNKNOWN) {
            observe(service, member, known);
        }
    }

    /** A probe that nobody watches any more is forgotten. */
    private void watch(ModelMember member, Watch next) {
        Watch before = member.watch;
        member.watch = next;
        if (before != null && members().noneMatch(other -> before.equals(other.watch))) {
            verdicts.remove(before);
        }
    }

    private void observe(ModelService service, ModelMember member, Health health) {
        if (health == Health.DOWN && member.health != Health.DOWN && member.health != Health.RECOVERING) {
            service.losses.add(loss(service, member, "DOWN"));
        }
        member.health = health;
    }

    private static String loss(ModelService service, ModelMember member, String why) {
        return "loss " + service.config.service() + " " + member.server.id() + " " + why;
    }
}
