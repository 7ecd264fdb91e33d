package io.evenkeel.lb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.access.AccessList;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Setters validate at once; what concerns two settings is refused in build. */
class BuilderRefusalsTest {

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static TcpService.Builder web() {
        return VirtualService.tcp("web").listen("127.0.0.1", 8080);
    }

    @Test
    void services() {
        refused("service name: \"\" is not allowed; allowed: a text that is not blank", () -> VirtualService.tcp(""));
        refused("service name: null is not allowed; allowed: a text that is not blank", () -> VirtualService.tcp(null));
        refused(
                "service name length: 101 is not allowed; allowed: 1 to 100",
                () -> VirtualService.tcp("x".repeat(101)));
        refused("servers: 0 is not allowed; allowed: 1 to 10000", () -> web().build());
        refused(
                "listeners of web: 0 is not allowed; allowed: 1 or more",
                () -> VirtualService.tcp("web").server("10.0.0.1", 80).build());
        refused("limits: null is not allowed; allowed: any value but null", () -> web().limits(null));
        refused("access: null is not allowed; allowed: any value but null", () -> web().access(null));
        refused("scheduler: null is not allowed; allowed: any value but null", () -> web().scheduler(null));
        refused("timeouts: null is not allowed; allowed: any value but null", () -> web().timeouts(null));
        refused("health policy: null is not allowed; allowed: any value but null", () -> web().healthPolicy(null));
        refused(
                "health check: null is not allowed; allowed: any value but null",
                () -> web().healthCheck(null, HealthPolicy.DEFAULT));
        refused("when server down: null is not allowed; allowed: any value but null", () -> web().whenServerDown(null));
        refused("when drain ends: null is not allowed; allowed: any value but null", () -> web().whenDrainEnds(null));
    }

    @Test
    void listeners() {
        refused("listen port: 65536 is not allowed; allowed: 0 to 65535", () -> web().listen("127.0.0.1", 65536));
        refused("listen port: -1 is not allowed; allowed: 0 to 65535", () -> web().listen("127.0.0.1", -1));
        refused(
                "listen host: \"example.org\" is not allowed; allowed: an IPv4 or IPv6 address, or localhost",
                () -> web().listen("example.org", 80));
        refused(
                "listen: 0.0.0.0:8080 is not allowed; allowed: an address that does not collide with 127.0.0.1:8080",
                () -> web().listen("0.0.0.0", 8080));
        assertEquals(
                3,
                web().listen("127.0.0.1", 0)
                        .listen("127.0.0.1", 0)
                        .server("10.0.0.1", 80)
                        .build()
                        .listeners()
                        .size());
    }

    @Test
    void aServiceHasSoManyPortsInAll() {
        refused("listen: null is not allowed; allowed: any value but null", () -> web().listen(null));
        TcpService.Builder most = web().listen("127.0.0.1", 1000, 1509);
        refused("listen ports of web: 512 is not allowed; allowed: 1 to 511", () -> most.listen("127.0.0.1", 0));
        refused(
                "listen: 0.0.0.0:1509-1510 is not allowed; allowed: an address that does not collide with"
                        + " 127.0.0.1:1000-1509",
                () -> most.listen("0.0.0.0", 1509, 1510));
        assertEquals(
                List.of(Listener.at("127.0.0.1", 8080), Listener.range("127.0.0.1", 1000, 1509)),
                most.server("10.0.0.1", 80).build().listeners());
    }

    @Test
    void aMappedPortAndAServersOwnExcludeEachOther() {
        String message =
                "server: 10.0.0.1:80 is not allowed; allowed: a server without a port of its own, beside listen"
                        + " 0.0.0.0:443 to server port 4443";
        TcpService.Builder mapped = VirtualService.tcp("web")
                .listen("127.0.0.1", 0)
                .listen(Listener.at("0.0.0.0", 443).toServerPort(4443))
                .healthPolicy(HealthPolicy.DEFAULT.port(5061));
        RealServer portless = RealServer.at("10.0.0.2");
        TcpService service = mapped.server(portless).build();
        refused(message, () -> service.withServers(List.of(portless, RealServer.at("10.0.0.1", 80))));
        refused(message, () -> mapped.server("10.0.0.1", 80).build());
    }

    @Test
    void limits() {
        ConnectionLimits none = ConnectionLimits.NONE;
        refused("max-connections: -1 is not allowed; allowed: 0 to 10000000", () -> none.connections(-1));
        refused(
                "max-connections-per-second: 1000001 is not allowed; allowed: 0 to 1000000",
                () -> none.perSecond(1_000_001));
        refused("max-client-connections: -1 is not allowed; allowed: 0 to 10000000", () -> none.clientConnections(-1));
        refused(
                "max-client-connections-per-second: -1 is not allowed; allowed: 0 to 1000000",
                () -> none.clientPerSecond(-1));
        refused("client prefix of IPv4: 33 is not allowed; allowed: 1 to 32", () -> none.clientPrefix(33, 64));
        refused("client prefix of IPv6: 0 is not allowed; allowed: 1 to 128", () -> none.clientPrefix(32, 0));
        refused("max-clients: 0 is not allowed; allowed: 1 to 10000000", () -> none.maxClients(0));
        ConnectionLimits all = none.connections(1)
                .perSecond(2)
                .clientConnections(3)
                .clientPerSecond(4)
                .clientPrefix(5, 6)
                .maxClients(7);
        assertEquals("connections 1, per second 2 (client 3, 4)", all.toString());
        assertEquals(5, all.clientPrefixV4());
        assertEquals(6, all.clientPrefixV6());
        assertEquals(7, all.maxClients());
        assertEquals(
                all,
                none.maxClients(7)
                        .clientPrefix(5, 6)
                        .clientPerSecond(4)
                        .clientConnections(3)
                        .perSecond(2)
                        .connections(1));
    }

    @Test
    void servers() {
        refused("server port: 70000 is not allowed; allowed: 1 to 65535", () -> RealServer.at("10.0.0.1", 70000));
        refused("server port: 0 is not allowed; allowed: 1 to 65535", () -> RealServer.at("10.0.0.1", 0));
        refused("server host: \"\" is not allowed; allowed: a text that is not blank", () -> RealServer.at("", 80));
        refused("server host: null is not allowed; allowed: a text that is not blank", () -> RealServer.at(null, 80));
        RealServer server = RealServer.at("10.0.0.1", 80);
        refused("server weight: -1 is not allowed; allowed: 0 to 65535", () -> server.weight(-1));
        refused("server weight: 65536 is not allowed; allowed: 0 to 65535", () -> server.weight(65536));
        refused("server priority: -1 is not allowed; allowed: 0 to 65535", () -> server.priority(-1));
        refused("server max-connections: -1 is not allowed; allowed: 0 to 10000000", () -> server.maxConnections(-1));
        refused("server: null is not allowed; allowed: any value but null", () -> web().server(null));
        refused(
                "server: 10.0.0.1:80 is not allowed; allowed: each server once in a pool",
                () -> web().server(server).server(server.weight(7)));
    }

    @Test
    void tooManyServers() {
        TcpService.Builder builder = web();
        for (int i = 0; i < 10_000; i++) {
            builder.server("10.0." + (i >> 8) + "." + (i & 255), 80);
        }
        refused("servers: 10001 is not allowed; allowed: 1 to 10000", () -> builder.server("10.9.0.1", 80));
    }

    @Test
    void aServerWithoutAPortNeedsACheckPort() {
        String message = "check port: 0 for server 10.0.0.1, which has no port of its own, is not allowed;"
                + " allowed: 1 to 65535, or HealthCheck.none()";
        RealServer portless = RealServer.at("10.0.0.1");
        refused(message, () -> web().server(portless).build());
        assertEquals(
                1,
                web().server(portless)
                        .healthPolicy(HealthPolicy.DEFAULT.port(80))
                        .build()
                        .pool()
                        .servers()
                        .size());
        TcpService unchecked = web().server(portless)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .build();
        assertEquals(
                2,
                unchecked
                        .withServers(List.of(portless, RealServer.at("::1")))
                        .pool()
                        .servers()
                        .size());
        TcpService checked = web().server("10.0.0.1", 80).build();
        refused(message, () -> checked.withServers(List.of(portless)));
    }

    @Test
    void copiesWithOtherServers() {
        ConnectionLimits limits = ConnectionLimits.NONE.connections(7);
        AccessList access = AccessList.ALL.allow("10.0.0.0/8");
        TcpService service =
                web().server("10.0.0.1", 80).limits(limits).access(access).build();
        RealServer other = RealServer.at("10.0.0.2", 80);
        refused(
                "server: 10.0.0.2:80 is not allowed; allowed: each server once in a pool",
                () -> service.withServers(List.of(other, other)));
        assertEquals(List.of(other), service.withServers(List.of(other)).pool().servers());
        assertEquals(limits, service.withServers(List.of()).limits());
        assertEquals(access, service.withServers(List.of()).access());
        assertEquals(service.listeners(), service.withServers(List.of()).listeners());
    }

    @Test
    void timeouts() {
        TcpTimeouts timeouts = TcpTimeouts.DEFAULT;
        Duration no = Duration.ZERO;
        refused("connect timeout: 0s is not allowed; allowed: 10ms to 86400s", () -> timeouts.connect(no));
        refused("dial timeout: 0s is not allowed; allowed: 10ms to 86400s", () -> timeouts.dial(no));
        refused("idle timeout: 0s is not allowed; allowed: 10ms to 86400s", () -> timeouts.idle(no));
        refused("fin timeout: 0s is not allowed; allowed: 10ms to 86400s", () -> timeouts.fin(no));
        refused(
                "live connections grace: 0s is not allowed; allowed: 1ms to 86400s",
                () -> LiveConnections.finishWithin(no));
    }
}
