package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.FAST;
import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.TcpService;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ten thousand source addresses, each with a server of its own, over two listeners and two services. */
@Tag("long")
@ExtendWith(LeakExtension.class)
class ManyClientsLongTest {

    private static final int CLIENTS = 10_000;
    private static final int HOSTS = 4;

    private final List<TcpServer> web = new ArrayList<>();
    private final List<TcpServer> sip = new ArrayList<>();

    private static InetSocketAddress source(int client) {
        return new InetSocketAddress(
                "127." + (20 + client / 62_500) + "." + client / 250 % 250 + "." + (client % 250 + 1), 0);
    }

    private static int host(InetSocketAddress to, int client) throws IOException {
        try (TcpClient connection = TcpClient.connect(to, source(client))) {
            return Integer.parseInt(connection.readUntilEnd(SOON).text());
        }
    }

    private static int[] hosts(InetSocketAddress to) throws IOException {
        int[] hosts = new int[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            hosts[i] = host(to, i);
        }
        return hosts;
    }

    private TcpService service(String name, List<TcpServer> servers, AffinityTable table, int listeners) {
        TcpService.Builder service = VirtualService.tcp(name)
                .healthPolicy(FAST)
                .persistence(Persistence.source().table(table));
        for (int i = 0; i < listeners; i++) {
            service.listen(Listener.at("127.0.0.1", 0));
        }
        servers.forEach(server -> service.server(RealServer.at(
                server.address().getAddress().getHostAddress(), server.address().getPort())));
        return service.build();
    }

    private LoadBalancer start(AffinityTable table) throws IOException {
        for (int i = 0; i < HOSTS; i++) {
            InetSocketAddress address = new InetSocketAddress("127.0.30." + (i + 1), 0);
            web.add(TcpServer.start(Behaviour.greeting("" + i), address));
            sip.add(TcpServer.start(Behaviour.greeting("" + i), address));
        }
        LoadBalancer balancer = NettyLoadBalancer.builder()
                .service(service("web", web, table, 2))
                .service(service("sip", sip, table, 1))
                .start();
        balancer.await(balancer.firstVerdicts());
        return balancer;
    }

    private void stop() {
        web.forEach(TcpServer::close);
        sip.forEach(TcpServer::close);
    }

    @Test
    void allStickAcrossListenersAndServicesAndMoveOnceWhenTheirHostDies() throws IOException {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(20), 2 * CLIENTS);
        try (LoadBalancer balancer = start(table)) {
            List<InetSocketAddress> ports = balancer.service("web").boundAddresses();
            InetSocketAddress sipPort = balancer.service("sip").boundAddresses().get(0);
            int[] first = hosts(ports.get(0));
            assertEquals(List.of(), differences(first, hosts(ports.get(1))));
            assertEquals(List.of(), differences(first, hosts(sipPort)));
            assertEquals(CLIENTS, table.statistics().entries());

            web.get(0).kill();
            sip.get(0).kill();
            int[] second = hosts(ports.get(0));
            for (int i = 0; i < CLIENTS; i++) {
                if (first[i] == 0) {
                    assertNotEquals(0, second[i]);
                } else {
                    assertEquals(first[i], second[i]);
                }
            }
            web.get(0).restart();
            sip.get(0).restart();
            Eventually.await(
                    "up",
                    SOON,
                    () -> balancer.snapshot().services().stream()
                            .flatMap(service -> service.pools().get(0).servers().stream())
                            .allMatch(server -> server.health() == Health.UP));
            assertEquals(List.of(), differences(second, hosts(sipPort)), "moved once");
            assertEquals(CLIENTS, table.statistics().entries());
            assertEquals(0, table.statistics().evictions());
        } finally {
            stop();
        }
    }

    @Test
    void aSmallTableStaysWithinItsBound() throws IOException {
        AffinityTable table = AffinityTable.inMemory(Duration.ofMinutes(20), CLIENTS / 4);
        try (LoadBalancer balancer = start(table)) {
            InetSocketAddress port = balancer.service("web").boundAddresses().get(0);
            for (int i = 0; i < CLIENTS; i++) {
                host(port, i);
                if (i % 1000 == 0) {
                    long entries = table.statistics().entries();
                    assertTrue(entries <= CLIENTS / 4, () -> "entries: " + entries);
                }
            }
            assertEquals(CLIENTS / 4, table.statistics().entries());
            assertEquals(CLIENTS - CLIENTS / 4, table.statistics().evictions());
        } finally {
            stop();
        }
    }

    private static List<Integer> differences(int[] one, int[] two) {
        List<Integer> clients = new ArrayList<>();
        for (int i = 0; i < one.length; i++) {
            if (one[i] != two[i]) {
                clients.add(i);
            }
        }
        return clients;
    }
}
