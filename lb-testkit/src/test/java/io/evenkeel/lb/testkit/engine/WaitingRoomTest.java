package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.Health;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that wait because all servers are full, first come first served. */
class WaitingRoomTest {

    private static final String ONE = "10.0.0.1:80";
    private static final String TWO = "10.0.0.2:80";

    private final EngineRig rig = new EngineRig();
    private final Waiters web = new Waiters(rig, "web");

    private static Availability waiting(int places) {
        return Availability.DEFAULT.waiting(places, Duration.ofSeconds(10));
    }

    /** One server that takes one client. */
    private static TcpService.Builder service(int places) {
        return EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(1))
                .availability(waiting(places));
    }

    @BeforeEach
    void install() {
        rig.install(service(3).build());
    }

    private int waiting() {
        return rig.handle("web").snapshot().pools().get(0).waiting();
    }

    // ---- the row ----

    @Test
    void isNotEnteredWhileAServerAccepts() {
        web.client("a").isAt(ONE);
        assertEquals(0, waiting());
    }

    @Test
    void isServedFirstComeFirstServed() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        assertEquals(2, waiting());
        a.leaves();
        b.isCalled();
        c.waits();
        assertEquals(1, waiting());
        b.chooses().isAt(ONE);
        b.leaves();
        c.isCalled().chooses().isAt(ONE);
        assertEquals(0, waiting());
    }

    @Test
    void hasSoManyPlaces() {
        web.client("a").isAt(ONE);
        for (String name : new String[] {"b", "c", "d"}) {
            web.client(name).waits();
        }
        web.client("e").is("ALL_FULL");
        assertEquals(3, waiting());
    }

    @Test
    void hasNoneByDefault() {
        rig.reconfigure(service(0).availability(Availability.DEFAULT).build());
        web.client("a").isAt(ONE);
        web.client("b").is("ALL_FULL");
    }

    @Test
    void thePlaceOfOneWhoWasCalledIsTakenUntilHeHasChosen() {
        rig.reconfigure(service(1).build());
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        a.leaves();
        b.isCalled();
        web.client("c").is("ALL_FULL");
        b.chooses().isAt(ONE);
        web.client("d").waits();
    }

    @Test
    void nobodyNewIsServedBeforeThoseWhoWaitOrWereCalled() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        a.leaves();
        b.isCalled();
        Waiters.Client c = web.client("c").waits(); // though the server has room
        b.chooses().isAt(ONE);
        b.leaves();
        c.isCalled();
    }

    @Test
    void whoIsTurnedAwayDoesNotOvertakeEither() {
        rig.reconfigure(service(1)
                .server(RealServer.at("10.0.0.2", 80).priority(1).maxConnections(1))
                .build());
        Waiters.Client a = web.client("a").isAt(ONE);
        web.client("b").isAt(TWO);
        Waiters.Client c = web.client("c").waits();
        a.leaves();
        web.client("d").is("ALL_FULL");
        c.isCalled().chooses().isAt(ONE);
    }

    @Test
    void aCallInVainKeepsThePlaceInTheRow() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        a.leaves();
        b.isCalled();
        Waiters.Client persisted = web.client("p", "10.0.0.1").isAt(ONE); // it had this server before
        b.chooses().waits();
        c.waits();
        persisted.leaves();
        b.isCalled();
        c.waits();
    }

    @Test
    void thePlaceIsKeptEvenInAFullRoom() {
        rig.reconfigure(service(2).build());
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        web.client("c").waits();
        a.leaves();
        web.client("p", "10.0.0.1").isAt(ONE);
        web.client("d").is("ALL_FULL");
        b.isCalled().chooses().waits();
        assertEquals(2, waiting());
    }

    // ---- leaving ----

    @Test
    void whoGivesUpMakesRoomForOthers() {
        rig.reconfigure(service(1).build());
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        assertTrue(b.givesUp());
        assertEquals(0, waiting());
        web.client("c").waits();
    }

    @Test
    void whoWasCalledCannotLeaveAndPassesTheCallOn() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        a.leaves();
        assertFalse(b.givesUp());
        c.waits();
        b.passesOn();
        c.isCalled();
    }

    @Test
    void whoHasWaitedForTooLongMayHaveWhatIsThereButDoesNotWaitAgain() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        b.endsWait().is("ALL_FULL");
        Waiters.Client c = web.client("c").waits();
        a.leaves();
        assertFalse(c.givesUp());
        c.isCalled().chooses().isAt(ONE);
    }

    @Test
    void whoHasWaitedForTooLongGetsTheSorryServer() {
        rig.reconfigure(service(3)
                .availability(waiting(3).sorryServer(RealServer.at("10.9.9.9", 80)))
                .build());
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        b.endsWait().isAt("10.9.9.9:80");
    }

    @Test
    void whoFindsNoPlaceGetsTheSorryServer() {
        rig.reconfigure(service(1)
                .availability(waiting(1).sorryServer(RealServer.at("10.9.9.9", 80)))
                .build());
        web.client("a").isAt(ONE);
        web.client("b").waits();
        web.client("c").isAt("10.9.9.9:80");
    }

    @Test
    void aWaiterWhoseThreadIsGoneIsPassedOver() {
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        b.dies();
        a.leaves();
        c.isCalled().chooses().isAt(ONE);
        c.leaves();
        web.client("d").isAt(ONE);
    }

    // ---- when the servers change ----

    @Test
    void aNewServerIsForThoseWhoWait() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        rig.done(rig.handle("web").add(RealServer.at("10.0.0.2", 80)));
        b.isCalled().chooses().isAt(TWO);
        c.isCalled().chooses().isAt(TWO);
    }

    @Test
    void aHigherLimitIsForThoseWhoWait() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        rig.reconfigure(EngineRig.checked("web")
                .server(RealServer.at("10.0.0.1", 80).maxConnections(2))
                .availability(waiting(3))
                .build());
        b.isCalled().chooses().isAt(ONE);
        if (c.wasCalled()) {
            c.chooses();
        }
        c.waits();
    }

    @Test
    void aChangeThatHelpsNobodyCallsNobody() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        rig.done(rig.server("web", ONE).weight(7));
        b.waits();
    }

    @Test
    void whenNoServerIsLeftNobodyWaits() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        rig.verdict(ONE, Health.DOWN);
        b.isCalled().chooses().is("NONE_AVAILABLE");
    }

    @Test
    void whenTheServiceIsRemovedNobodyWaits() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        rig.uninstall("web");
        b.isCalled().chooses().is("NONE_AVAILABLE");
    }

    @Test
    void whenWaitingIsConfiguredAwayNobodyWaits() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        rig.reconfigure(service(0).availability(Availability.DEFAULT).build());
        b.isCalled().chooses().is("ALL_FULL");
    }

    @Test
    void fewerPlacesAreForThoseWhoComeNew() {
        web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        Waiters.Client c = web.client("c").waits();
        rig.reconfigure(service(1).build());
        b.waits();
        c.waits();
        web.client("d").is("ALL_FULL");
    }

    /** It chose from servers of before, which a connection keeps over its attempts. */
    @Test
    void whoComesInAfterAChangeIsCalledForIt() {
        rig.reconfigure(service(3)
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .build());
        web.client("a", "10.0.0.1").isAt(ONE);
        Waiters.Client b = web.client("b").isAt(TWO);
        rig.done(rig.handle("web").remove(ONE));
        b.fails().isCalled().chooses().is("ALL_TRIED");
    }

    // ---- those whom not every server accepts ----

    /** A server that one client has tried in vain is of no use to him, but to others. */
    @Test
    void whoHasTriedAServerIsNotCalledForIt() {
        rig.reconfigure(service(3)
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .build());
        Waiters.Client one = web.client("one").isAt(ONE);
        Waiters.Client two = web.client("two").isAt(TWO);
        one.fails().waits(); // the first server is free, but did not answer
        web.client("new").isAt(ONE);
        two.leaves();
        one.isCalled().chooses().isAt(TWO);
    }

    @Test
    void aCallGoesToTheFirstToWhomItIsOfUse() {
        rig.reconfigure(service(3)
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .build());
        Waiters.Client choosy = web.client("choosy").isAt(ONE);
        Waiters.Client two = web.client("two").isAt(TWO);
        choosy.fails().waits();
        Waiters.Client one = web.client("one").isAt(ONE);
        Waiters.Client last = web.client("last").waits();
        one.leaves();
        choosy.waits();
        last.isCalled().chooses().isAt(ONE);
        two.leaves();
        choosy.isCalled().chooses().isAt(TWO);
    }

    @Test
    void aPermitOfAServerThatDrainsIsForThoseWhoPersistToIt() {
        rig.reconfigure(service(3)
                .server(RealServer.at("10.0.0.2", 80).maxConnections(1))
                .build());
        web.client("one", "10.0.0.1").isAt(ONE);
        Waiters.Client two = web.client("two", "10.0.0.2").isAt(TWO);
        rig.done(rig.server("web", TWO).drain(Duration.ofMinutes(1)));
        Waiters.Client stranger = web.client("stranger").waits();
        Waiters.Client own = web.client("own", "10.0.0.2").waits();
        two.leaves();
        stranger.waits();
        own.isCalled().chooses().isAt(TWO);
    }

    /** Another pool's limit says nothing for this one. */
    @Test
    void aPermitThatLeavesTheServerFullCallsNobody() {
        rig.install(EngineRig.unchecked("other").server("10.0.0.1", 80).build());
        Waiters other = new Waiters(rig, "other");
        Waiters.Client x = other.client("x").isAt(ONE);
        Waiters.Client y = other.client("y").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        x.leaves();
        b.waits();
        y.leaves();
        b.isCalled().chooses().isAt(ONE);
    }

    @Test
    void aPermitThatAnotherPoolTookIsACallInVain() {
        rig.install(EngineRig.unchecked("other").server("10.0.0.1", 80).build());
        Waiters.Client a = web.client("a").isAt(ONE);
        Waiters.Client b = web.client("b").waits();
        a.leaves();
        Waiters.Client x = new Waiters(rig, "other").client("x").isAt(ONE);
        b.isCalled().chooses().waits();
        x.leaves();
        b.isCalled().chooses().isAt(ONE);
    }
}
