package io.evenkeel.lb.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.persist.AffinityStatistics;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status document, to the letter. */
class StatusJsonTest {

    private record Balancer(List<ServiceSnapshot> services) implements LoadBalancerSnapshot {}

    private record Service(
            String name,
            ServiceStatus status,
            List<InetSocketAddress> listen,
            Map<Refusal, Long> refused,
            List<PoolSnapshot> pools,
            Optional<AffinityStatistics> persistence)
            implements ServiceSnapshot {}

    private record OfPool(
            String name,
            ServiceStatus status,
            List<ServerSnapshot> servers,
            Optional<ServerSnapshot> sorryServer,
            int waiting)
            implements PoolSnapshot {}

    private record Server(
            String id,
            String address,
            int weight,
            Health health,
            AdminState admin,
            String cause,
            Instant since,
            int inFlight,
            long totalConnections,
            long totalRequests,
            long bytesIn,
            long bytesOut,
            long failures)
            implements ServerSnapshot {}

    private static Server server(String id, String cause) {
        return new Server(
                id, id, 100, Health.DOUBTFUL, AdminState.DRAINING, cause, Instant.EPOCH, 1, 2, 3, 4, Long.MAX_VALUE, 6);
    }

    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);

    private String json(String name, List<InetSocketAddress> listen, Server... servers) {
        OfPool pool = new OfPool(name, ServiceStatus.UP, List.of(servers), Optional.empty(), 0);
        return new Balancer(List.of(
                        new Service(name, ServiceStatus.DEGRADED, listen, refused, List.of(pool), Optional.empty())))
                .toJson();
    }

    @Test
    void withoutServices() {
        assertEquals("{\"version\":1,\"services\":[]}", new Balancer(List.of()).toJson());
    }

    @Test
    void withTwoServers() {
        assertEquals(
                "{\"version\":1,\"services\":[{\"name\":\"web\",\"status\":\"degraded\","
                        + "\"listen\":[\"127.0.0.1:8080\",\"[0:0:0:0:0:0:0:1]:443\"],\"refused\":{},"
                        + "\"pools\":[{\"name\":\"web\",\"status\":\"up\",\"servers\":["
                        + "{\"id\":\"10.0.0.1:80\",\"address\":\"10.0.0.1:80\",\"weight\":100,\"health\":\"doubtful\","
                        + "\"admin\":\"draining\",\"cause\":\"refused\",\"since\":\"1970-01-01T00:00:00Z\","
                        + "\"inFlight\":1,\"totalConnections\":2,\"totalRequests\":3,\"bytesIn\":4,"
                        + "\"bytesOut\":9223372036854775807,\"failures\":6},"
                        + "{\"id\":\"10.0.0.2:80\",\"address\":\"10.0.0.2:80\",\"weight\":100,\"health\":\"doubtful\","
                        + "\"admin\":\"draining\",\"cause\":\"\",\"since\":\"1970-01-01T00:00:00Z\","
                        + "\"inFlight\":1,\"totalConnections\":2,\"totalRequests\":3,\"bytesIn\":4,"
                        + "\"bytesOut\":9223372036854775807,\"failures\":6}],\"waiting\":0}]}]}",
                json(
                        "web",
                        List.of(new InetSocketAddress("127.0.0.1", 8080), new InetSocketAddress("::1", 443)),
                        server("10.0.0.1:80", "refused"),
                        server("10.0.0.2:80", "")));
    }

    @Test
    void withASorryServerAndPersistence() {
        OfPool pool = new OfPool("web", ServiceStatus.UP, List.of(), Optional.of(server("10.0.0.9:80", "")), 7);
        Service service = new Service(
                "web",
                ServiceStatus.SORRY,
                List.of(),
                refused,
                List.of(pool),
                Optional.of(new AffinityStatistics(1, 2, 3, 4)));
        assertEquals(
                "{\"version\":1,\"services\":[{\"name\":\"web\",\"status\":\"sorry\",\"listen\":[],\"refused\":{},"
                        + "\"pools\":[{\"name\":\"web\",\"status\":\"up\",\"servers\":[],\"waiting\":7,\"sorryServer\":"
                        + "{\"id\":\"10.0.0.9:80\",\"address\":\"10.0.0.9:80\",\"weight\":100,\"health\":\"doubtful\","
                        + "\"admin\":\"draining\",\"cause\":\"\",\"since\":\"1970-01-01T00:00:00Z\","
                        + "\"inFlight\":1,\"totalConnections\":2,\"totalRequests\":3,\"bytesIn\":4,"
                        + "\"bytesOut\":9223372036854775807,\"failures\":6}}],"
                        + "\"persistence\":{\"entries\":1,\"hits\":2,\"misses\":3,\"evictions\":4}}]}",
                new Balancer(List.of(service)).toJson());
    }

    @Test
    void ofTheRefusedOnlyWhatHasHappened() {
        refused.put(Refusal.CLIENT_RATE, 7L);
        refused.put(Refusal.SERVICE_RATE, 0L);
        refused.put(Refusal.ACCESS, Long.MAX_VALUE);
        assertEquals(
                "{\"version\":1,\"services\":[{\"name\":\"web\",\"status\":\"degraded\",\"listen\":[],"
                        + "\"refused\":{\"access\":9223372036854775807,\"client-rate\":7},"
                        + "\"pools\":[{\"name\":\"web\",\"status\":\"up\",\"servers\":[],\"waiting\":0}]}]}",
                json("web", List.of()));
    }

    @Test
    void textsAreEscaped() {
        String json = json("q\" b\\ n\n t\t 0\0 e\u001f d\u007f u\u00e4 s\ud83d\ude00", List.of());
        assertEquals(
                "{\"version\":1,\"services\":[{\"name\":"
                        + "\"q\\\" b\\\\ n\\u000a t\\u0009 0\\u0000 e\\u001f d\u007f u\u00e4 s\ud83d\ude00\","
                        + "\"status\":\"degraded\",\"listen\":[],\"refused\":{},\"pools\":[{\"name\":"
                        + "\"q\\\" b\\\\ n\\u000a t\\u0009 0\\u0000 e\\u001f d\u007f u\u00e4 s\ud83d\ude00\","
                        + "\"status\":\"up\",\"servers\":[],\"waiting\":0}]}]}",
                json);
    }
}
