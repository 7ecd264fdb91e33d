package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.engine.handle.ServiceControl;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handles reach what they name, and say so when it is gone. */
class HandlesTest {

    private static final String ID = "10.0.0.1:80";

    private final EngineRig rig = new EngineRig();
    private ServiceControl web;

    @BeforeEach
    void install() {
        rig.install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        web = rig.handle("web");
    }

    private static String message(Class<? extends RuntimeException> type, Runnable call) {
        return assertThrows(type, call::run).getMessage();
    }

    @Test
    void anUnknownServerIsRefusedWithThoseThereAre() {
        String message = message(NoSuchElementException.class, () -> web.server("10.9.9.9:80"));
        assertEquals("web: there is no server 10.9.9.9:80; there are [10.0.0.1:80]", message);
    }

    @Test
    void anUnknownServiceIsRefusedWithThoseThereAre() {
        String message = message(NoSuchElementException.class, () -> rig.engine.service("mail"));
        assertEquals("there is no service mail; there are [web]", message);
    }

    @Test
    void aHandleOfARemovedServerSaysSo() {
        ServerHandle server = web.server(ID);
        rig.done(web.remove(ID));
        assertThrows(NoSuchElementException.class, server::snapshot);
        assertThrows(NoSuchElementException.class, () -> rig.done(server.enable()));
        assertThrows(NoSuchElementException.class, () -> rig.done(server.disable()));
        assertThrows(NoSuchElementException.class, () -> rig.done(server.drain(Duration.ofSeconds(1))));
        assertThrows(NoSuchElementException.class, () -> rig.done(server.weight(1)));
        assertEquals(ID, server.id());
        assertEquals(List.of(), web.servers());
    }

    @Test
    void aHandleOfARemovedServiceSaysSo() {
        ServerHandle server = web.server(ID);
        rig.uninstall("web");
        assertThrows(NoSuchElementException.class, web::snapshot);
        assertThrows(NoSuchElementException.class, () -> rig.done(web.add(RealServer.at("10.0.0.2", 80))));
        assertThrows(NoSuchElementException.class, () -> rig.done(web.remove(ID)));
        assertThrows(NoSuchElementException.class, () -> rig.done(server.enable()));
        assertThrows(NoSuchElementException.class, server::snapshot);
        // A new service of the same name is not what the handle named.
        rig.install(EngineRig.checked("web").server("10.0.0.1", 80).build());
        assertThrows(NoSuchElementException.class, web::snapshot);
        assertThrows(NoSuchElementException.class, () -> rig.done(server.disable()));
        assertEquals(ID, rig.choose("web"));
    }

    @Test
    void aServerTwiceIsRefusedAndNothingChanges() {
        assertThrows(IllegalArgumentException.class, () -> rig.done(web.add(RealServer.at("10.0.0.1", 80))));
        assertEquals(1, web.servers().size());
        assertEquals(1, rig.engine.service("web").config().pool().servers().size());
    }

    @Test
    void aServerThatCannotBeCheckedIsRefused() {
        String message = message(IllegalArgumentException.class, () -> rig.done(web.add(RealServer.at("10.0.0.2"))));
        assertTrue(message.startsWith("check port: 0 for server 10.0.0.2"), message);
        assertEquals(1, web.servers().size());
    }

    @Test
    void aServerThatCannotBeCheckedIsRefusedInACopyOfTheServiceToo() {
        var config = rig.engine.service("web").config();
        assertThrows(IllegalArgumentException.class, () -> config.withServers(List.of(RealServer.at("10.0.0.2"))));
    }

    @Test
    void aServerWithoutAPortIsAcceptedWithACheckPort() {
        rig.reconfigure(EngineRig.checked("web")
                .healthPolicy(HealthPolicy.DEFAULT.port(8080))
                .server(RealServer.at("10.0.0.1"))
                .build());
        rig.done(web.add(RealServer.at("10.0.0.2")));
        assertEquals(
                List.of("10.0.0.1:8080", "10.0.0.2:8080"),
                rig.watch.specs().stream().map(spec -> spec.target().toString()).toList());
    }

    @Test
    void theRemovalOfAnUnknownServerFails() {
        assertThrows(NoSuchElementException.class, () -> rig.done(web.remove("10.9.9.9:80")));
    }

    @Test
    void settingsAreCheckedAtTheCall() {
        ServerHandle server = web.server(ID);
        assertThrows(IllegalArgumentException.class, () -> server.weight(-1));
        assertThrows(IllegalArgumentException.class, () -> server.weight(65536));
        assertThrows(IllegalArgumentException.class, () -> server.drain(Duration.ofSeconds(-1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> server.drain(Duration.ofDays(30).plusNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> server.drain(null));
        assertThrows(IllegalArgumentException.class, () -> web.add(null));
    }

    @Test
    void commandsOfOneTurnSeeEachOther() {
        var add = web.add(RealServer.at("10.0.0.2", 80));
        var again = web.add(RealServer.at("10.0.0.2", 80));
        var remove = web.remove("10.0.0.2:80");
        rig.time.runReady();
        rig.done(add);
        assertThrows(IllegalArgumentException.class, () -> rig.done(again));
        rig.done(remove);
        assertEquals(List.of(ID), web.servers().stream().map(ServerHandle::id).toList());
    }

    @Test
    void serversAreListedByTheOrderOfDeclaration() {
        rig.done(web.add(RealServer.at("10.0.0.0", 80)));
        assertEquals(
                List.of(ID, "10.0.0.0:80"),
                web.servers().stream().map(ServerHandle::id).toList());
        assertEquals(
                List.of(ID, "10.0.0.0:80"),
                web.snapshot().pools().get(0).servers().stream()
                        .map(server -> server.id())
                        .toList());
    }
}
