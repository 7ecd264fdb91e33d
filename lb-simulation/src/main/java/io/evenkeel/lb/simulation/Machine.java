package io.evenkeel.lb.simulation;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.health.HealthChecks;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A simulated server at work: how it is, the requests that it has, and the idle connections to it. */
final class Machine {

    private final Run run;
    private final String id;
    private final Set<Request> present = new LinkedHashSet<>();
    /** Those whose turn has not come, in the order of their coming. */
    private final Set<Request> queue = new LinkedHashSet<>();
    /** Since when each connection is idle, the one that rested last behind the others. */
    private final Deque<Long> idle = new ArrayDeque<>();

    private SimulatedServer server;
    /** How many it works on. */
    private int working;

    Machine(Run run, String id, SimulatedServer server) {
        this.run = run;
        this.id = id;
        this.server = server;
    }

    String id() {
        return id;
    }

    SimulatedServer server() {
        return server;
    }

    /** From now on it is another; those who are there learn of it if that changes anything for them. */
    void become(SimulatedServer next) {
        SimulatedServer before = server;
        server = next;
        if (next.state() == SimulatedServer.State.DEAD) {
            idle.clear();
        }
        if (next.state() != before.state()) {
            requests().stream().filter(present::contains).forEach(Request::serverChanged);
        }
        work();
    }

    // ---- requests ----

    void enter(Request request) {
        present.add(request);
    }

    void leave(Request request) {
        present.remove(request);
        release(request);
    }

    /** Of those who have entered one is connected, and waits for its turn. */
    void take(Request request) {
        queue.add(request);
        work();
    }

    /** One that was taken does not wait any longer, neither for its turn nor for its answer. */
    void release(Request request) {
        queue.remove(request);
        if (request.rest()) {
            working--;
            work();
        }
    }

    private void work() {
        while (!queue.isEmpty() && server.takesTurns(working)) {
            Request next = queue.iterator().next();
            queue.remove(next);
            working++;
            next.work();
        }
    }

    /** Those who dial it or wait for its answer: a copy, as they may leave. */
    List<Request> requests() {
        return new ArrayList<>(present);
    }

    // ---- idle connections ----

    /** Takes the connection that rested last, if it did not rest for too long: then neither did another. */
    boolean lease(long mayRestNanos) {
        Long since = idle.pollLast();
        if (since == null) {
            return false;
        }
        if (run.now() - since <= mayRestNanos) {
            return true;
        }
        idle.clear();
        return false;
    }

    void giveBack(int maxIdle) {
        if (idle.size() < maxIdle) {
            idle.addLast(run.now());
        }
    }

    // ---- checks ----

    /** Answers a check, or does not. Control thread. */
    Registration check(HealthCheck check, CheckRun verdict, RandomSource random) {
        boolean kernels = check.equals(HealthChecks.tcp());
        if (server.state() == SimulatedServer.State.DEAD) {
            verdict.fail("connection refused");
        } else if (server.state() == SimulatedServer.State.GONE || (server.isSilent() && !kernels)) {
            return () -> {}; // the monitor keeps the time
        } else if (kernels && server.failure() == null) {
            verdict.succeed();
        } else {
            return run.afterwards(server.draw(random), () -> conclude(verdict));
        }
        return () -> {};
    }

    /** The application has come to the check. */
    private void conclude(CheckRun verdict) {
        String failure = server.failure();
        if (server.state() == SimulatedServer.State.DEAD) {
            verdict.fail("connection reset");
        } else if (failure != null) {
            verdict.fail(failure);
        } else if (!server.isSilent()) {
            verdict.succeed();
        }
    }
}
