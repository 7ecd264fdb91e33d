package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Children.awaitListening;
import static io.evenkeel.lb.netty.Children.freePort;
import static io.evenkeel.lb.netty.Children.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.ServerHandle;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.netty.Children.Child;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** nginx and PostgreSQL, under load from wrk and pgbench, while servers are drained and killed. */
@ExtendWith(LeakExtension.class)
@Tag("load")
class RealServersTest {

    private static final HealthPolicy CHECKED =
            HealthPolicy.every(Duration.ofMillis(500)).timeout(Duration.ofMillis(300));
    private static final Pattern ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    @TempDir
    Path folder;

    private Children children;

    /** How long wrk runs; servers are taken away after a third of it. */
    int nginxSeconds() {
        return 6;
    }

    /** How long pgbench runs. */
    int postgresSeconds() {
        return 6;
    }

    @BeforeEach
    void noChildren() {
        children = new Children(folder);
    }

    @AfterEach
    void endChildren() throws InterruptedException {
        children.close();
    }

    // ---- nginx ----

    @Test
    void drainingOneOfThreeNginxFailsNoRequest() throws Exception {
        program("wrk");
        List<Nginx> servers = threeNginx();
        try (LoadBalancer balancer = balance(servers)) {
            Child load = wrk(balancer);
            load.runsFor(nginxSeconds() / 3);
            ServerHandle drained = handle(balancer, servers.get(1).port);
            balancer.await(drained.drain(Duration.ofMinutes(1)));
            assertTrue(drained.snapshot().inFlight() > 0, drained::id);
            for (int i = 0; i < 12; i++) {
                assertFalse(get(balancer).endsWith("n2"));
            }
            String output = load.succeeds();
            assertFalse(output.contains("Socket errors"), output);
            assertFalse(output.contains("Non-2xx"), output);
            assertTrue(output.contains("requests in"), output);
            awaitIdle(balancer);
        }
    }

    @Test
    void aKilledNginxCostsOnlyWhatWasInFlightThereAndComesBackByItself() throws Exception {
        program("wrk");
        List<Nginx> servers = threeNginx();
        try (LoadBalancer balancer = balance(servers)) {
            Nginx victim = servers.get(1);
            ServerHandle handle = handle(balancer, victim.port);
            Child load = wrk(balancer);
            load.runsFor(nginxSeconds() / 3);
            int inFlight = handle.snapshot().inFlight();
            assertTrue(inFlight > 0, handle::id);
            victim.kill();
            Eventually.await("down", SOON, () -> handle.snapshot().health() == Health.DOWN);
            load.runsFor(nginxSeconds() / 6);
            victim.start();
            Eventually.await("up", SOON, () -> handle.snapshot().health() == Health.UP);
            assertTrue(load.process().isAlive(), load::toString); // or the way back was not under load
            Eventually.await("serves again", SOON, () -> get(balancer).endsWith("n2"));
            assertErrors(load.succeeds(), inFlight);
            awaitIdle(balancer);
        }
    }

    private static void assertErrors(String output, int inFlight) {
        Matcher errors = ERRORS.matcher(output);
        assertTrue(errors.find(), output); // the load did lose connections, so it was there
        assertEquals(0, Integer.parseInt(errors.group(1)), output);
        assertEquals(0, Integer.parseInt(errors.group(3)), output);
        assertEquals(0, Integer.parseInt(errors.group(4)), output);
        assertTrue(Integer.parseInt(errors.group(2)) <= inFlight, inFlight + " in flight\n" + output);
        assertFalse(output.contains("Non-2xx"), output);
    }

    private Child wrk(LoadBalancer balancer) throws IOException {
        String url = "http://127.0.0.1:" + address(balancer).getPort() + "/";
        return children.start(List.of(program("wrk"), "-t1", "-c64", "-d" + nginxSeconds() + "s", url));
    }

    private List<Nginx> threeNginx() throws IOException {
        List<Nginx> servers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            servers.add(new Nginx(children, folder, "n" + i));
        }
        return servers;
    }

    // ---- PostgreSQL ----

    @Test
    void drainingAnIdleServerFailsNoTransaction() throws Exception {
        String pgbench = program("pgbench");
        int port = startPostgres();
        Nginx idle = new Nginx(children, folder, "idle");
        List<String> database = List.of("-h", "127.0.0.1", "-U", "postgres", "postgres");
        children.start(joined(List.of(pgbench, "-i", "-q", "-p", "" + port), database))
                .succeeds();
        try (LoadBalancer balancer = start(
                Transport.AUTO,
                service()
                        .server("127.0.0.1", port)
                        .server(RealServer.at("127.0.0.1", idle.port).priority(1)))) {
            balancer.await(balancer.firstVerdicts());
            String balanced = "" + address(balancer).getPort();
            Child load = children.start(
                    joined(List.of(pgbench, "-c", "4", "-T", "" + postgresSeconds(), "-p", balanced), database));
            load.runsFor(postgresSeconds() / 3);
            balancer.await(handle(balancer, idle.port).drain(Duration.ofSeconds(1)));
            String output = load.succeeds();
            assertTrue(output.contains("number of failed transactions: 0 "), output);
            assertTrue(handle(balancer, port).snapshot().totalConnections() >= 4, output);
            assertEquals(0, handle(balancer, port).snapshot().failures(), output);
            assertEquals(0, handle(balancer, idle.port).snapshot().totalConnections(), output);
            awaitIdle(balancer);
        }
    }

    private int startPostgres() throws Exception {
        List<String> as = new ArrayList<>();
        Path home = Files.createDirectory(folder.resolve("pg"));
        if (System.getProperty("user.name").equals("root")) { // as whom PostgreSQL refuses to run
            as.addAll(List.of(program("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setOwner(
                    home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        String data = home.resolve("data").toString();
        String initdb = program("initdb");
        children.start(joined(as, List.of(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-N", "--no-locale")))
                .succeeds();
        int port = freePort();
        Child postgres = children.start(joined(
                as,
                List.of(program("postgres"), "-D", data, "-h", "127.0.0.1", "-p", "" + port, "-k", "" + home, "-F")));
        awaitListening(postgres, port);
        Eventually.await( // it listens before that
                "PostgreSQL", SOON, () -> postgres.text().contains("ready to accept connections"));
        return port;
    }

    // ---- both ----

    private static TcpService.Builder service() {
        return VirtualService.tcp("t").listen("127.0.0.1", 0).healthPolicy(CHECKED);
    }

    private static LoadBalancer balance(List<Nginx> servers) {
        TcpService.Builder service = service();
        servers.forEach(server -> service.server("127.0.0.1", server.port));
        LoadBalancer balancer = start(Transport.AUTO, service);
        balancer.await(balancer.firstVerdicts());
        return balancer;
    }

    private static ServerHandle handle(LoadBalancer balancer, int port) {
        return balancer.service("t").server("127.0.0.1:" + port);
    }

    private static String get(LoadBalancer balancer) {
        try (TcpClient client = connect(balancer)) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            return client.readUntilEnd(SOON).text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
