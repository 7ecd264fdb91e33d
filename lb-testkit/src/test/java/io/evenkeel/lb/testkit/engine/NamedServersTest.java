package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.choose.Endpoint;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.engine.watch.ProbeSpec;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.Registration;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A host name as a server's address: one member, reached at what the name stands for, and not before. */
class NamedServersTest {

    private static final String ID = "db.test:80";

    private final EngineRig rig = new EngineRig();
    private final Selection selection = new Selection();

    private static TcpService.Builder checked() {
        return EngineRig.checked("web").server("db.test", 80);
    }

    private static TcpService.Builder unchecked() {
        return EngineRig.unchecked("web").server("db.test", 80);
    }

    private void resolve(String... addresses) {
        rig.run(() -> rig.names.resolve("db.test", addresses));
    }

    private void fail(String cause) {
        rig.run(() -> rig.names.fail("db.test", cause));
    }

    private Health health() {
        return rig.snapshot("web", ID).health();
    }

    private String cause() {
        return rig.snapshot("web", ID).cause();
    }

    private List<String> targets() {
        return rig.watch.specs().stream().map(spec -> spec.target().toString()).toList();
    }

    private List<String> addresses() {
        Selection one = new Selection();
        assertEquals(ID, rig.choose("web", one));
        List<String> addresses = one.member().endpoint().addresses().stream()
                .map(InetAddress::getHostAddress)
                .toList();
        one.settle(Outcome.COMPLETED, 1);
        return addresses;
    }

    @Test
    void isNeitherPickedNorCheckedBeforeItIsResolved() {
        rig.install(checked().build());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        assertEquals("NONE_AVAILABLE", rig.choose("web", "db.test", new Selection()));
        assertEquals(Health.UNKNOWN, health());
        assertEquals("name not resolved yet", cause());
        assertEquals("db.test:80", rig.snapshot("web", ID).address());
        assertEquals(List.of(), targets());
        resolve("10.0.0.1", "10.0.0.2");
        assertEquals(List.of("10.0.0.1", "10.0.0.2"), addresses());
        assertEquals(Health.UNKNOWN, health());
        assertEquals("", cause());
        assertEquals("10.0.0.1:80", rig.snapshot("web", ID).address());
        assertEquals(List.of("10.0.0.1:80"), targets());
    }

    /** A check of the address alone is shared by all names that lead there. */
    @Test
    void aCheckThatAsksByNameIsToldIt() {
        HealthCheck byName = new HealthCheck() {
            @Override
            public Registration start(CheckRun run) {
                throw new AssertionError("nobody runs it here");
            }

            @Override
            public boolean asksByName() {
                return true;
            }
        };
        rig.install(EngineRig.unchecked("web")
                .healthCheck(byName, HealthPolicy.every(Duration.ofSeconds(2)))
                .server("db.test", 80)
                .server("10.0.0.9", 80)
                .build());
        rig.install(checkedNamed("plain"));
        resolve("10.0.0.1");
        assertEquals(
                Set.of(
                        new CheckTarget("10.0.0.1", 80, "db.test"),
                        new CheckTarget("10.0.0.9", 80, "10.0.0.9"),
                        new CheckTarget("10.0.0.1", 80)),
                rig.watch.specs().stream().map(ProbeSpec::target).collect(Collectors.toSet()));
    }

    private static TcpService checkedNamed(String service) {
        return EngineRig.checked(service).server("db.test", 80).build();
    }

    @Test
    void withoutAChecksItIsUncheckedOnceItIsResolved() {
        rig.install(unchecked().build());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        resolve("10.0.0.1");
        assertEquals(Health.UNCHECKED, health());
        assertEquals(List.of("10.0.0.1"), addresses());
    }

    @Test
    void aNameThatIsNotResolvedTakesItDown() {
        rig.install(checked().build());
        rig.told();
        fail("NXDOMAIN");
        assertEquals(Health.DOWN, health());
        assertEquals("name not resolved: NXDOMAIN", cause());
        assertEquals(List.of("health web db.test:80 unknown>down", "loss web db.test:80 DOWN"), rig.told());
        fail("SERVFAIL");
        assertEquals("name not resolved: SERVFAIL", cause());
        assertEquals(List.of(), targets());
        assertEquals(List.of(), rig.told());
        resolve("10.0.0.1");
        assertEquals(Health.UNKNOWN, health());
        assertEquals("", cause());
        assertEquals(List.of("10.0.0.1"), addresses());
        rig.verdict("10.0.0.1:80", Health.UP);
        assertEquals(Health.UP, health());
    }

    @Test
    void aNameThatIsNotResolvedTakesItDownWithoutAChecksToo() {
        rig.install(unchecked().build());
        fail("NXDOMAIN");
        assertEquals(Health.DOWN, health());
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        resolve("10.0.0.1");
        assertEquals(Health.UNCHECKED, health());
        assertEquals("", cause());
    }

    @Test
    void whatIsUnknownMayCountAsDown() {
        rig.install(
                checked().healthPolicy(HealthPolicy.DEFAULT.unknownIsUp(false)).build());
        resolve("10.0.0.1");
        assertEquals("NONE_AVAILABLE", rig.choose("web"));
        rig.verdict("10.0.0.1:80", Health.UP);
        assertEquals(List.of("10.0.0.1"), addresses());
    }

    @Test
    void aFailureKeepsTheLastAddressesAndTheHealth() {
        rig.install(checked().build());
        resolve("10.0.0.1");
        rig.verdict("10.0.0.1:80", Health.UP);
        rig.told();
        fail("SERVFAIL");
        fail("SERVFAIL");
        assertEquals(Health.UP, health());
        assertEquals(List.of("10.0.0.1"), addresses());
        assertEquals(List.of("10.0.0.1:80"), targets());
        assertEquals(List.of(), rig.told());
        resolve("10.0.0.1");
        assertEquals(Health.UP, health());
    }

    @Test
    void anotherFirstAddressIsCheckedAndTheHealthKeptUntilItsVerdict() {
        rig.install(checked().build());
        resolve("10.0.0.1");
        rig.verdict("10.0.0.1:80", Health.UP);
        rig.choose("web", selection);
        Endpoint endpoint = selection.member().endpoint();
        rig.told();
        resolve("10.0.0.2", "10.0.0.1");
        assertEquals(List.of("10.0.0.2:80"), targets());
        assertEquals(1, rig.watch.watches());
        assertEquals(Health.UP, health());
        assertEquals(List.of("10.0.0.2", "10.0.0.1"), addresses());
        assertEquals(List.of(), rig.told());
        rig.verdict("10.0.0.2:80", Health.DOWN);
        assertEquals(Health.DOWN, health());
        resolve("10.0.0.3");
        assertEquals(Health.DOWN, health());
        rig.verdict("10.0.0.3:80", Health.UP);
        assertEquals(List.of("10.0.0.3"), addresses());
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        assertEquals("10.0.0.3:80", endpoint.toString());
        selection.settle(Outcome.COMPLETED, 1);
    }

    @Test
    void anotherSecondAddressDoesNotTouchTheCheck() {
        rig.install(checked().build());
        resolve("10.0.0.1", "10.0.0.2");
        rig.verdict("10.0.0.1:80", Health.DOWN, "refused");
        resolve("10.0.0.1", "10.0.0.3");
        assertEquals(Health.DOWN, health());
        assertEquals("refused", cause());
        assertEquals(List.of("10.0.0.1:80"), targets());
    }

    @Test
    void theChecksPortIsThePolicys() {
        rig.install(EngineRig.checked("web")
                .server(RealServer.at("db.test"))
                .healthPolicy(HealthPolicy.DEFAULT.port(9000))
                .build());
        assertEquals("db.test:*", rig.snapshot("web", "db.test").address());
        resolve("::1");
        assertEquals(List.of("[0:0:0:0:0:0:0:1]:9000"), targets());
        assertEquals("[0:0:0:0:0:0:0:1]:*", rig.snapshot("web", "db.test").address());
    }

    @Test
    void servicesThatNameItShareItsEndpointAndEachHearOfItsAddresses() {
        rig.install(checked().build());
        rig.install(EngineRig.checked("other").server("DB.test", 80).build());
        assertEquals(List.of("db.test", "DB.test"), rig.names.watched());
        resolve("10.0.0.1");
        rig.choose("web", selection);
        assertEquals(1, rig.snapshot("other", "DB.test:80").inFlight());
        // The endpoint has an address, but this member was not told yet.
        assertEquals("NONE_AVAILABLE", rig.choose("other"));
        rig.run(() -> rig.names.resolve("DB.test", "10.0.0.1"));
        assertEquals("DB.test:80", rig.choose("other"));
        assertEquals(2, rig.watch.watches());
        assertEquals(List.of("10.0.0.1:80"), targets());
    }

    @Test
    void anotherPortIsAnotherEndpointOfOneName() {
        rig.install(EngineRig.unchecked("web")
                .server("db.test", 80)
                .server("db.test", 81)
                .build());
        resolve("10.0.0.1");
        assertEquals("db.test:80", rig.choose("web", selection));
        Endpoint first = selection.member().endpoint();
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("db.test:81", rig.choose("web", selection));
        assertNotSame(first, selection.member().endpoint());
        assertEquals("10.0.0.1:81", selection.member().endpoint().toString());
    }

    @Test
    void aNameAndItsAddressAreTwoEndpoints() {
        rig.install(EngineRig.unchecked("web")
                .server("db.test", 80)
                .server("10.0.0.1", 80)
                .build());
        resolve("10.0.0.1");
        rig.choose("web", selection);
        selection.exclude(Outcome.CONNECT_FAILED, 1);
        assertEquals("10.0.0.1:80", rig.choose("web", selection));
    }

    @Test
    void whatIsKnownIsThereAtOnce() {
        rig.install(unchecked().build());
        resolve("10.0.0.1");
        rig.install(EngineRig.unchecked("other").server("db.test", 80).build());
        assertEquals("db.test:80", rig.choose("other"));
        assertEquals(Health.UNCHECKED, rig.snapshot("other", ID).health());
    }

    @Test
    void aReplacedConfigurationKeepsTheWatch() {
        rig.install(checked().build());
        resolve("10.0.0.1");
        rig.verdict("10.0.0.1:80", Health.UP);
        rig.reconfigure(EngineRig.checked("web")
                .server(RealServer.at("db.test", 80).weight(7))
                .build());
        assertEquals(List.of("db.test"), rig.names.watched());
        assertEquals(Health.UP, health());
        rig.reconfigure(unchecked().build());
        assertEquals(Health.UNCHECKED, health());
    }

    @Test
    void checksMayBeSwitchedOffAndOnWhileItIsNotResolved() {
        rig.install(checked().build());
        fail("NXDOMAIN");
        rig.reconfigure(
                checked().healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT).build());
        assertEquals(Health.DOWN, health());
        rig.reconfigure(checked().build());
        assertEquals(Health.DOWN, health());
        assertEquals(List.of(), targets());
        resolve("10.0.0.1");
        assertEquals(Health.UNKNOWN, health());
    }

    @Test
    void itsWatchEndsWithIt() {
        rig.install(checked().server("10.0.0.9", 80).build());
        rig.done(rig.handle("web").remove(ID));
        assertEquals(List.of(), rig.names.watched());
        rig.done(rig.handle("web").add(RealServer.at("db.test", 80)));
        assertEquals(List.of("db.test"), rig.names.watched());
        rig.uninstall("web");
        assertEquals(List.of(), rig.names.watched());
        assertEquals(0, rig.watch.watches());
    }

    @Test
    void whileSomethingIsInFlightItComesBackAsTheSameOne() {
        rig.install(unchecked().server("10.0.0.9", 80).build());
        resolve("10.0.0.1");
        rig.choose("web", selection);
        Endpoint endpoint = selection.member().endpoint();
        rig.done(rig.handle("web").remove(ID));
        rig.done(rig.handle("web").add(RealServer.at("db.test", 80)));
        assertEquals(1, rig.snapshot("web", ID).inFlight());
        // Its last addresses are good until a name server says otherwise.
        assertEquals(Health.UNCHECKED, health());
        fail("SERVFAIL");
        assertEquals(Health.UNCHECKED, health());
        rig.choose("web", new Selection());
        Selection again = new Selection();
        assertEquals(ID, rig.choose("web", again));
        assertSame(endpoint, again.member().endpoint());
    }

    @Test
    void firstVerdictsWaitForTheName() {
        rig.install(checked().build());
        var verdicts = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        assertFalse(verdicts.isDone());
        resolve("10.0.0.1");
        assertFalse(verdicts.isDone());
        rig.verdict("10.0.0.1:80", Health.UP);
        assertTrue(verdicts.isDone());
    }

    @Test
    void aNameThatIsNotResolvedIsAVerdict() {
        rig.install(unchecked().build());
        var verdicts = rig.engine.firstVerdicts().toCompletableFuture();
        rig.time.runReady();
        assertFalse(verdicts.isDone());
        fail("NXDOMAIN");
        assertTrue(verdicts.isDone());
    }
}
