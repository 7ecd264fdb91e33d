package io.evenkeel.lb.engine.handle;

import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.ServerSnapshot;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;

/** The handle of a server in a pool; any thread. */
final class ServerControl implements ServerHandle {

    private static final Duration MAX_DRAIN = Duration.ofDays(30);

    private final ControlLoop control;
    private final LiveService service;
    private final String pool;
    private final String id;

    ServerControl(ControlLoop control, LiveService service, String pool, String id) {
        this.control = control;
        this.service = service;
        this.pool = pool;
        this.id = id;
    }

    /** The pool as it is now: it may be gone, or have come again. */
    private LivePool pool() {
        return service.state().pool(pool);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> enable() {
        return set(AdminState.ENABLED, Duration.ZERO);
    }

    @Override
    public CompletionStage<Void> disable() {
        return set(AdminState.DISABLED, Duration.ZERO);
    }

    @Override
    public CompletionStage<Void> drain(Duration time) {
        return set(AdminState.DRAINING, Setting.range("drain time", time, Duration.ZERO, MAX_DRAIN));
    }

    private CompletionStage<Void> set(AdminState state, Duration drainTime) {
        return control.submit(() -> pool().admin(id, state, drainTime));
    }

    @Override
    public CompletionStage<Void> weight(int weight) {
        Setting.range("server weight", weight, 0, 65535);
        return control.submit(() -> pool().weight(id, weight));
    }

    @Override
    public ServerSnapshot snapshot() {
        return pool().state()
                .member(id)
                .orElseThrow(() -> new NoSuchElementException(service.name() + ": server " + id + " is gone"))
                .snapshot();
    }
}
