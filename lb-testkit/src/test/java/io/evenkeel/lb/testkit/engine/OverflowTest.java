package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.schedule.Scheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A priority with too few available servers shares its clients with the next. */
class OverflowTest {

    private static final String A1 = "10.0.0.1:80";
    private static final String A2 = "10.0.0.2:80";
    private static final String B1 = "10.0.1.1:80";
    private static final String B2 = "10.0.1.2:80";
    private static final String C1 = "10.0.2.1:80";

    private final EngineRig rig = new EngineRig();

    /** Two servers of priority 0, two of 5, one of 9. */
    private static TcpService.Builder service(int below) {
        return EngineRig.checked("web")
                .server(RealServer.at("10.0.2.1", 80).priority(9))
                .server(RealServer.at("10.0.1.1", 80).priority(5))
                .server("10.0.0.1", 80)
                .server("10.0.0.2", 80)
                .server(RealServer.at("10.0.1.2", 80).priority(5))
                .availability(Availability.DEFAULT.overflowBelow(below));
    }

    private void install(int below) {
        rig.install(service(below).build());
    }

    private String spread() {
        return rig.spread("web");
    }

    private void down(String... ids) {
        for (String id : ids) {
            rig.verdict(id, Health.DOWN);
        }
    }

    @Test
    void isOnlyForNoneAtAllByDefault() {
        install(1);
        assertEquals(A1 + " " + A2, spread());
        down(A1);
        assertEquals(A2, spread());
        down(A2);
        assertEquals(B1 + " " + B2, spread());
    }

    @Test
    void goesToTheNextWhenFewAreLeft() {
        install(2);
        assertEquals(A1 + " " + A2, spread());
        down(A1);
        assertEquals(A2 + " " + B1 + " " + B2, spread());
        rig.verdict(A1, Health.UP);
        assertEquals(A1 + " " + A2, spread());
    }

    @Test
    void goesOnUntilThereAreEnough() {
        install(4);
        assertEquals(A1 + " " + A2 + " " + B1 + " " + B2, spread());
        down(B1);
        assertEquals(A1 + " " + A2 + " " + B2 + " " + C1, spread());
        down(A1, A2, B2);
        assertEquals(C1, spread());
    }

    @Test
    void ofOnePriorityDoesNotBringInTheOneAfterTheNext() {
        install(3);
        assertEquals(A1 + " " + A2 + " " + B1 + " " + B2, spread());
    }

    @Test
    void countsServersThatTakeNewClients() {
        install(2);
        rig.done(rig.server("web", A1).drain(Duration.ofSeconds(30)));
        assertEquals(A2 + " " + B1 + " " + B2, spread());
        rig.done(rig.server("web", A1).enable());
        rig.done(rig.server("web", A2).weight(0));
        assertEquals(A1 + " " + B1 + " " + B2, spread());
    }

    @Test
    void sharesEvenly() {
        install(2);
        down(A1);
        assertEquals(B1, rig.choose("web"));
        assertEquals(A2, rig.choose("web"));
        assertEquals(B2, rig.choose("web"));
        assertEquals(B1, rig.choose("web"));
    }

    @Test
    void leavesTheOrderToTheScheduler() {
        rig.install(service(2).scheduler(Scheduler.priority()).build());
        down(A1);
        assertEquals(A2, spread());
    }

    @Test
    void aFullServerIsAvailableAndItsClientsGoToTheNextPriorityAnyway() {
        rig.install(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .server("10.0.0.2", 80)
                .server(RealServer.at("10.0.1.1", 80).priority(5))
                .server(RealServer.at("10.0.1.2", 80).priority(5))
                .availability(Availability.DEFAULT.overflowBelow(2))
                .build());
        Selection held = new Selection();
        assertEquals(A1, rig.choose("web", "10.0.0.1", held));
        assertEquals(A2, spread());
    }

    @Test
    void whoComesAfterTheSharingOnesStillComesAfterThem() {
        rig.install(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .server(RealServer.at("10.0.1.1", 80).priority(5).maxConnections(1))
                .server(RealServer.at("10.0.2.1", 80).priority(9))
                .availability(Availability.DEFAULT.overflowBelow(2))
                .build());
        assertEquals(A1, rig.choose("web"));
        assertEquals(B1, rig.choose("web"));
        assertEquals(C1, rig.choose("web"));
    }

    @Test
    void doesNotKeepClientsFromTheirServer() {
        install(2);
        for (int i = 0; i < 5; i++) {
            assertEquals(C1, rig.choose("web", "10.0.2.1", new Selection()));
        }
    }

    @Test
    void followsAReplacedConfiguration() {
        install(1);
        down(A1);
        rig.reconfigure(service(2).build());
        assertEquals(A2 + " " + B1 + " " + B2, spread());
    }
}
