package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What one turn changes is published once, before its commands complete, and selections keep what they began with. */
class PublicationTest {

    private final EngineRig rig = new EngineRig();

    /** Counts the pickers made, and so the publications. */
    private static final class Counting implements Scheduler {
        int pickers;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Picker newPicker(PickerContext context) {
            pickers++;
            return pick -> pick.accepts(0) ? 0 : Picker.NONE;
        }
    }

    @Test
    void manyChangesOfOneTurnArePublishedOnce() {
        Counting scheduler = new Counting();
        rig.install(EngineRig.checked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .scheduler(scheduler)
                .build());
        assertEquals(1, scheduler.pickers);
        rig.told();
        var web = rig.handle("web");
        List<CompletionStage<Void>> commands = List.of(
                web.add(RealServer.at("10.0.0.3", 80)),
                web.server("10.0.0.1:80").disable(),
                web.server("10.0.0.2:80").weight(7),
                web.add(RealServer.at("10.0.0.4", 80)),
                web.remove("10.0.0.3:80"));
        rig.time.runReady();
        commands.forEach(rig::done);
        assertEquals(2, scheduler.pickers);
        assertEquals(
                List.of(
                        "admin web 10.0.0.1:80 enabled>disabled weight 100",
                        "admin web 10.0.0.2:80 enabled>enabled weight 7",
                        "loss web 10.0.0.3:80 REMOVED",
                        "configuration web replaced up"),
                rig.told());
    }

    @Test
    void aTurnThatChangesNothingPublishesNothing() {
        Counting scheduler = new Counting();
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .scheduler(scheduler)
                .build());
        rig.run(() -> {});
        assertEquals(1, scheduler.pickers);
    }

    @Test
    void aServiceIsThereAsSoonAsItIsInstalled() {
        rig.run(() -> {
            rig.engine.install(EngineRig.unchecked("web").server("10.0.0.1", 80).build());
            assertEquals("10.0.0.1:80", rig.choose("web"));
            rig.engine.reconfigure(
                    EngineRig.unchecked("web").server("10.0.0.2", 80).build());
            assertEquals("10.0.0.2:80", rig.choose("web"));
        });
    }

    @Test
    void aSelectionGoesOnInAServiceThatWasRemoved() {
        rig.install(EngineRig.unchecked("web")
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .build());
        var pool = rig.engine.service("web").pool();
        Selection selection = new Selection();
        assertEquals(Choice.PICKED, pool.choose(rig.worker, null, selection));
        rig.uninstall("web");
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals(Choice.PICKED, pool.choose(rig.worker, null, selection));
        selection.settle(Outcome.COMPLETED, 1);
        selection.reset();
        assertEquals(Choice.NONE_AVAILABLE, pool.choose(rig.worker, null, selection));
    }

    @Test
    void servicesAreListedByTheOrderOfAdding() {
        for (String name : List.of("c", "a", "b")) {
            rig.install(EngineRig.unchecked(name).server("10.0.0.1", 80).build());
        }
        rig.reconfigure(EngineRig.unchecked("a").server("10.0.0.2", 80).build());
        assertEquals(
                List.of("c", "a", "b"),
                rig.engine.services().stream().map(service -> service.name()).toList());
    }

    @Test
    void nameAndAddressMustBeFree() {
        rig.install(EngineRig.unchecked("web")
                .listen("127.0.0.1", 8080)
                .server("10.0.0.1", 80)
                .build());
        var same = EngineRig.unchecked("web").server("10.0.0.1", 80).build();
        assertEquals(1, rig.engine.problems(same, true).size());
        assertEquals(List.of(), rig.engine.problems(same, false));
        var colliding = EngineRig.unchecked("other")
                .listen("0.0.0.0", 8080)
                .server("10.0.0.1", 80)
                .build();
        assertEquals(
                List.of("listen of other: 0.0.0.0:8080 is not allowed; allowed: an address that does not collide with"
                        + " 127.0.0.1:8080 of service web"),
                rig.engine.problems(colliding, true));
    }
}
