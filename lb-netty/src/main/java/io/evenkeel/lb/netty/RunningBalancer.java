package io.evenkeel.lb.netty;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.engine.Engine;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.engine.TrafficListener;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.handle.ServiceControl;
import io.evenkeel.lb.netty.http.exchange.HttpFrontend;
import io.evenkeel.lb.netty.http.h1.Http1;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Listeners;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.tcp.TcpFrontend;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import io.evenkeel.lb.status.ServiceSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A load balancer that runs: its services, and its end. */
final class RunningBalancer implements LoadBalancer {

    private record Snapshot(List<ServiceSnapshot> services) implements LoadBalancerSnapshot {}

    private final Machinery machinery;
    private final Engine engine;
    /** Written by the control thread. */
    private final Map<String, ServiceRuntime> runtimes = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable CompletionStage<Void>> closing = new AtomicReference<>();

    private RunningBalancer(NettyLoadBalancer.Builder settings) {
        this.machinery = new Machinery(settings, this::onLoss);
        this.engine = machinery.engine();
    }

    static LoadBalancer start(NettyLoadBalancer.Builder settings) {
        RunningBalancer balancer = new RunningBalancer(settings);
        try {
            balancer.await(balancer.engine.control().submit(() -> balancer.install(settings.services)));
            return balancer;
        } catch (RuntimeException e) {
            balancer.close();
            throw e;
        }
    }

    // ---- services ----

    @Override
    public ServiceHandle service(String name) {
        return handle(engine.service(name));
    }

    @Override
    public List<ServiceHandle> services() {
        return engine.services().stream().map(this::handle).toList();
    }

    private ServiceHandle handle(LiveService service) {
        return new ServiceControl(engine, service, () -> {
            ServiceRuntime runtime = runtimes.get(service.name());
            return runtime == null ? List.of() : runtime.listeners().addresses();
        });
    }

    @Override
    public CompletionStage<Void> add(VirtualService service) {
        Setting.present("service", service);
        return engine.control().submit(() -> install(List.of(service)));
    }

    /** Binds all listeners of all services before the first client is accepted: all or nothing. */
    private void install(List<VirtualService> configs) {
        List<Listeners> bound = new ArrayList<>();
        try {
            for (VirtualService config : configs) {
                refuse(engine.problems(config, true));
                bound.add(Listeners.none().prepare(config, machinery.transport(), machinery.group()));
            }
        } catch (RuntimeException e) {
            bound.forEach(Listeners::close);
            throw e;
        }
        for (int i = 0; i < configs.size(); i++) {
            LiveService service = engine.install(configs.get(i));
            Frontend frontend = frontend(service);
            runtimes.put(service.name(), new ServiceRuntime(service, frontend, bound.get(i)));
            bound.get(i).takeOver(Listeners.none(), frontend);
        }
    }

    private Frontend frontend(LiveService service) {
        List<Loop> loops = machinery.loops();
        return service.config() instanceof TcpService
                ? new TcpFrontend(service, loops, machinery.time(), machinery.shortage())
                : new HttpFrontend(
                        service, loops, machinery.time(), machinery.random(), machinery.shortage(), new Http1());
    }

    @Override
    public CompletionStage<Void> replace(VirtualService service) {
        Setting.present("service", service);
        return engine.control().submit(() -> {
            ServiceRuntime runtime = runtime(service.name());
            refuse(engine.problems(service, false));
            Listeners next = runtime.listeners().prepare(service, machinery.transport(), machinery.group());
            engine.reconfigure(service);
            runtime.frontend().reconfigured();
            runtimes.put(service.name(), runtime.with(next));
            next.takeOver(runtime.listeners(), runtime.frontend());
        });
    }

    @Override
    public CompletionStage<Void> remove(String name) {
        return engine.control().submit(() -> {
            ServiceRuntime runtime = runtime(name);
            runtime.listeners().close();
            engine.uninstall(name);
            runtime.frontend().resetAll();
            runtimes.remove(name);
        });
    }

    private ServiceRuntime runtime(String name) {
        ServiceRuntime runtime = runtimes.get(name);
        if (runtime == null) {
            throw new NoSuchElementException("there is no service " + name + "; there are " + runtimes.keySet());
        }
        return runtime;
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    @Override
    public List<String> validate(VirtualService service) {
        return new Validation(engine, runtimes).problems(Setting.present("service", service));
    }

    private void onLoss(LiveService service, LivePool pool, Endpoint endpoint, TrafficListener.Loss loss) {
        ServiceRuntime runtime = runtimes.get(service.name());
        if (runtime != null) {
            runtime.frontend().onLoss(pool, endpoint, loss);
        }
    }

    // ---- looking and waiting ----

    @Override
    public LoadBalancerSnapshot snapshot() {
        return new Snapshot(services().stream().map(ServiceHandle::snapshot).toList());
    }

    @Override
    public CompletionStage<Void> firstVerdicts() {
        return engine.firstVerdicts();
    }

    @Override
    public <T> T await(CompletionStage<T> command) {
        machinery.refuseToBlock();
        try {
            return command.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a command", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e.getCause());
        }
    }

    // ---- end ----

    @Override
    public CompletionStage<Void> closeAsync() {
        return closeAsync(Duration.ZERO);
    }

    @Override
    public CompletionStage<Void> closeAsync(Duration grace) {
        Setting.range("close grace", grace, Duration.ZERO, Duration.ofDays(1));
        CompletableFuture<Void> closed = new CompletableFuture<>();
        CompletionStage<Void> earlier = closing.compareAndExchange(null, closed);
        if (earlier != null) {
            return earlier;
        }
        CompletableFuture<Void> graceful = new CompletableFuture<>();
        engine.control().submit(() -> {
            runtimes.values().forEach(runtime -> {
                runtime.listeners().close();
                runtime.frontend().drain();
            });
            machinery.whenIdle(grace, () -> graceful.complete(null));
        });
        graceful.thenCompose(done -> engine.control().submit(() -> {
                    engine.close();
                    runtimes.values().forEach(runtime -> runtime.frontend().resetAll());
                    runtimes.clear();
                }))
                .whenComplete((done, failure) -> machinery.close(closed));
        return closed.minimalCompletionStage();
    }

    @Override
    public void close() {
        machinery.refuseToBlock();
        await(closeAsync());
    }
}
