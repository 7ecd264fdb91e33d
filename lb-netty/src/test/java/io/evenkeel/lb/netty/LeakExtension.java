package io.evenkeel.lb.netty;

import io.evenkeel.lb.testkit.LeakGate;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every test must end without a thread or socket of ours, and every class without a leaked buffer. */
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(LeakExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(HERE).put("gate", LeakGate.watch("evenkeel", "testkit-"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getStore(HERE).get("gate", LeakGate.class).assertClean(Duration.ofSeconds(5));
        context.getStore(HERE).remove("gate");
    }

    /** Leaks are found when the collector has run and another buffer is tracked. */
    @Override
    public void afterAll(ExtensionContext context) {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        if (!LEAKS.isEmpty()) {
            throw new AssertionError("leaked buffers: " + LEAKS);
        }
    }
}
