package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.status.AdminState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A drain begins, ends by its time, and can be ended, prolonged and outlived. */
class DrainTest {

    private static final String ID = "10.0.0.1:80";
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    private final EngineRig rig = new EngineRig();

    @BeforeEach
    void install() {
        rig.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        rig.told();
    }

    private AdminState admin() {
        return rig.snapshot("web", ID).admin();
    }

    @Test
    void takesNoNewClientsAndKeepsWhatItHas() {
        Selection open = new Selection();
        rig.choose("web", open);
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        assertEquals(AdminState.DRAINING, admin());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        open.settle(Outcome.COMPLETED, 1);
        assertEquals(0, rig.snapshot("web", ID).inFlight());
    }

    @Test
    void becomesDisabledWhenItsTimeIsOverAndNotBefore() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.advance(HALF_MINUTE.minusNanos(1));
        assertEquals(AdminState.DRAINING, admin());
        assertEquals(
                List.of("admin web 10.0.0.1:80 enabled>draining weight 100", "status web disabled"),
                rig.told().stream().sorted().toList());
        rig.advance(Duration.ofNanos(1));
        assertEquals(AdminState.DISABLED, admin());
        assertEquals(
                List.of("admin web 10.0.0.1:80 draining>disabled weight 100", "loss web 10.0.0.1:80 DRAIN_ENDED"),
                rig.told().stream().sorted().toList());
        assertEquals("NONE_AVAILABLE", rig.choose("web", "10.0.0.1", new Selection()));
    }

    @Test
    void anEnableEndsItForGood() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.done(rig.server("web", ID).enable());
        assertEquals(0, rig.time.pendingTasks());
        rig.advance(HALF_MINUTE);
        assertEquals(AdminState.ENABLED, admin());
        assertEquals(ID, rig.choose("web"));
    }

    @Test
    void aDisableEndsItWithoutALoss() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.done(rig.server("web", ID).disable());
        rig.told();
        rig.advance(HALF_MINUTE);
        assertEquals(List.of(), rig.told());
    }

    @Test
    void aSecondDrainSetsANewTime() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.advance(Duration.ofSeconds(20));
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.advance(Duration.ofSeconds(29));
        assertEquals(AdminState.DRAINING, admin());
        rig.advance(Duration.ofSeconds(1));
        assertEquals(AdminState.DISABLED, admin());
    }

    @Test
    void aDrainOfNoTimeDisables() {
        rig.done(rig.server("web", ID).drain(Duration.ZERO));
        rig.advance(Duration.ZERO);
        assertEquals(AdminState.DISABLED, admin());
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void goesOnThroughAReplacedConfiguration() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.reconfigure(EngineRig.unchecked("web")
                .server("10.0.0.2", 80)
                .server("10.0.0.1", 80)
                .build());
        assertEquals(AdminState.DRAINING, admin());
        rig.advance(HALF_MINUTE);
        assertEquals(AdminState.DISABLED, admin());
    }

    @Test
    void leavesNoTimerWhenTheServerOrTheServiceGoes() {
        rig.done(rig.server("web", ID).drain(HALF_MINUTE));
        rig.done(rig.handle("web").remove(ID));
        assertEquals(0, rig.time.pendingTasks());
        rig.install(EngineRig.unchecked("other").server("10.0.0.1", 80).build());
        rig.done(rig.server("other", ID).drain(HALF_MINUTE));
        rig.uninstall("other");
        assertEquals(0, rig.time.pendingTasks());
    }

    @Test
    void isMeasuredByDifference() {
        // Near the wrap of the nanosecond clock.
        EngineRig late = new EngineRig(Long.MAX_VALUE - 5);
        late.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
        late.done(late.server("web", ID).drain(HALF_MINUTE));
        assertEquals(AdminState.DRAINING, late.snapshot("web", ID).admin());
        late.done(late.server("web", ID).weight(5));
        assertEquals(AdminState.DRAINING, late.snapshot("web", ID).admin());
        late.advance(HALF_MINUTE);
        assertEquals(AdminState.DISABLED, late.snapshot("web", ID).admin());
    }
}
