package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.check.Health;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The second stage of a start: every server known at the time of the call has its first verdict. */
class FirstVerdictsTest {

    private final EngineRig rig = new EngineRig();

    private CompletableFuture<Void> firstVerdicts() {
        CompletableFuture<Void> stage = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        return stage;
    }

    private void install(String name, String host) {
        rig.install(EngineRig.checked(name).server(host, 80).build());
    }

    @Test
    void areThereAtOnceWithoutServersOrChecks() {
        assertTrue(firstVerdicts().isDone());
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        assertTrue(firstVerdicts().isDone());
    }

    @Test
    void areThereWhenTheLastIsThere() {
        install("a", "10.0.0.1");
        install("b", "10.0.0.2");
        CompletableFuture<Void> stage = firstVerdicts();
        rig.verdict("10.0.0.1:80", Health.DOWN);
        assertFalse(stage.isDone());
        rig.verdict("10.0.0.2:80", Health.UP);
        assertTrue(stage.isDone());
        assertTrue(firstVerdicts().isDone());
    }

    @Test
    void areCompletedAfterPublication() {
        install("a", "10.0.0.1");
        CompletableFuture<String> seen = firstVerdicts()
                .thenApply(done -> rig.snapshot("a", "10.0.0.1:80").health().toString());
        rig.verdict("10.0.0.1:80", Health.DOWN);
        assertEquals("down", seen.join());
    }

    @Test
    void doNotWaitForServersThatCameLater() {
        install("a", "10.0.0.1");
        CompletableFuture<Void> stage = firstVerdicts();
        rig.done(rig.handle("a").add(RealServer.at("10.0.0.2", 80)));
        install("b", "10.0.0.3");
        rig.verdict("10.0.0.1:80", Health.UP);
        assertTrue(stage.isDone());
        assertFalse(firstVerdicts().isDone());
    }

    @Test
    void doNotWaitForServersThatAreGone() {
        install("a", "10.0.0.1");
        install("b", "10.0.0.2");
        CompletableFuture<Void> stage = firstVerdicts();
        rig.done(rig.handle("a").remove("10.0.0.1:80"));
        assertFalse(stage.isDone());
        rig.uninstall("b");
        assertTrue(stage.isDone());
    }

    @Test
    void failWhenTheBalancerIsClosed() {
        install("a", "10.0.0.1");
        rig.control.close();
        assertTrue(firstVerdicts().isCompletedExceptionally());
    }
}
