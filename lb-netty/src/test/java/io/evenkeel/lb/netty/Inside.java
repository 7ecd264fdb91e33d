package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The accounts of a running balancer that its snapshot does not show. */
final class Inside {

    private final Machinery machinery;
    private final Map<?, ?> runtimes;

    private Inside(Machinery machinery, Map<?, ?> runtimes) {
        this.machinery = machinery;
        this.runtimes = runtimes;
    }

    static Inside of(LoadBalancer balancer) {
        return new Inside((Machinery) field(balancer, "machinery"), (Map<?, ?>) field(balancer, "runtimes"));
    }

    private static Object field(Object owner, String name) {
        try {
            var field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the balancer has no field " + name, e);
        }
    }

    /** No connection lives, no deadline runs, no byte is charged, no permit is out, and nothing was settled twice. */
    void assertIdle(Duration patience) {
        // Whoever was let in is counted from before its loop knows it, so this comes first.
        for (Object runtime : runtimes.values()) {
            Eventually.awaitEqual(
                    "clients inside the gate", 0, patience, ((ServiceRuntime) runtime).frontend()::inside);
        }
        for (Loop loop : machinery.loops()) {
            Eventually.awaitEqual("live connections", 0, patience, () -> onLoop(loop, loop::live));
            Eventually.awaitEqual("deadlines", 0, patience, () -> onLoop(loop, loop.wheel()::size));
            assertEquals(0, loop.worker().doubleSettles(), "reservations settled twice");
            assertEquals(0, loop.budget().used(), "bytes charged");
        }
    }

    /** How many clients are inside. */
    int clients() {
        return runtimes.values().stream()
                .mapToInt(runtime -> ((ServiceRuntime) runtime).frontend().inside())
                .sum();
    }

    /** How many bytes wait that a socket refused, or that no server has yet. */
    long charged() {
        return machinery.loops().stream()
                .mapToLong(loop -> loop.budget().used())
                .sum();
    }

    /** Stops every event loop until the latch is counted down, so that all that comes meanwhile is found at once. */
    CountDownLatch stopLoops() {
        CountDownLatch goOn = new CountDownLatch(1);
        for (Loop loop : machinery.loops()) {
            CountDownLatch stopped = new CountDownLatch(1);
            loop.eventLoop().execute(() -> {
                stopped.countDown();
                await(goOn);
            });
            await(stopped);
        }
        return goOn;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a loop is not stopped, or not let go");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever the loops were doing is done. */
    void awaitLoops() {
        machinery.loops().forEach(loop -> onLoop(loop, () -> 0));
    }

    /** Only a lookup opens a socket for datagrams, and the first of them makes this. */
    void assertNoNameWasAskedFor() {
        assertNull(field(field(machinery, "resolver"), "common"));
    }

    private static int onLoop(Loop loop, Callable<Integer> reading) {
        try {
            return loop.eventLoop().submit(reading).get();
        } catch (Exception e) {
            throw new AssertionError("an event loop does not answer", e);
        }
    }
}
