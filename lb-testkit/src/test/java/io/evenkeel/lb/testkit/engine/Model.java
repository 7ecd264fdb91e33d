package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.AdminState;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.testkit.engine.ModelMember.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** What the engine's control side should do, in the simplest way: no pickers, no pools of threads, no coalescing. */
final class Model {

    final Map<String, ModelService> services = new LinkedHashMap<>();
    /** What is in flight, by endpoint. */
    final Map<String, Integer> inFlight = new HashMap<>();
    /** What the data plane should have been told. */
    final List<String> losses = new ArrayList<>();

    private final Map<Watch, Health> verdicts = new HashMap<>();
    private long now;

    int inFlight(String id) {
        return inFlight.getOrDefault(id, 0);
    }

    Stream<ModelMember> members() {
        return services.values().stream().flatMap(service -> service.members.values().stream());
    }

    long timers() {
        return members().filter(member -> member.timer).count();
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
        service.publish();
    }

    void add(ModelService service, Step.Server server) {
        require(service);
        if (service.members.containsKey(server.id())) {
            throw new IllegalArgumentException("taken");
        }
        List<Step.Server> servers = new ArrayList<>(service.config.servers());
        servers.add(server);
        declare(service, with(service.config, servers));
    }

    void remove(ModelService service, String id) {
        require(service);
        member(service, id);
        List<Step.Server> servers = new ArrayList<>(service.config.servers());
        servers.removeIf(server -> server.id().equals(id));
        declare(service, with(service.config, servers));
    }

    void admin(ModelService service, String id, AdminState state, Duration drain) {
        ModelMember member = member(service, id);
        member.admin = state;
        member.timer = state == AdminState.DRAINING;
        member.drainEnds = now + drain.toNanos();
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

    /** Ends the turns that are due now. */
    void turn() {
        publish();
        for (ModelService service : services.values()) {
            for (ModelMember member : service.members.values()) {
                if (member.timer && member.drainEnds <= now) {
                    member.timer = false;
                    member.admin = AdminState.DISABLED;
                    service.losses.add(loss(service, member, "DRAIN_ENDED"));
                }
            }
        }
        publish();
    }

    void advance(Duration time) {
        now += time.toNanos();
        turn();
    }

    private void publish() {
        for (ModelService service : services.values()) {
            service.publish();
            losses.addAll(service.losses);
            service.losses.clear();
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

    private static Step.Config with(Step.Config config, List<Step.Server> servers) {
        return new Step.Config(config.service(), servers, config.checked(), config.unknownIsUp(), config.scheduler());
    }

    private void declare(ModelService service, Step.Config config) {
        service.config = config;
        Map<String, ModelMember> old = new LinkedHashMap<>(service.members);
        service.members.clear();
        for (Step.Server server : config.servers()) {
            ModelMember member = old.containsKey(server.id()) ? old.remove(server.id()) : service.newMember(server);
            member.server = server;
            service.members.put(server.id(), member);
        }
        old.values().forEach(this::retire);
        service.members.values().forEach(member -> watch(service, member));
    }

    private void retire(ModelMember member) {
        member.timer = false;
        watch(member, null);
    }

    private void watch(ModelService service, ModelMember member) {
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
