package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.testkit.LeakGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kit must not leak itself, or it could not accuse others. */
class AccountsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void nothingIsLeftOfAnyBehaviour() throws Exception {
        List<Behaviour> behaviours = List.of(
                Behaviour.echo(),
                Behaviour.greeting("x"),
                Behaviour.sink(),
                Behaviour.source(Long.MAX_VALUE, 1),
                Behaviour.silent(),
                Behaviour.resetOnAccept(),
                Behaviour.resetAfterReceiving(1),
                Behaviour.resetAfterSending(100, 1),
                Behaviour.resetMidAnswer("x"),
                Behaviour.halfCloseFirst(),
                Behaviour.answerAfterFin("x"),
                Behaviour.slowReader(ReadPermits.none()),
                Behaviour.http("x"));
        LeakGate gate = LeakGate.watch(TcpServer.THREAD_PREFIX);
        for (Behaviour behaviour : behaviours) {
            List<TcpClient> clients = new ArrayList<>();
            try (TcpServer server = TcpServer.start(behaviour)) {
                for (int i = 0; i < 5; i++) {
                    clients.add(TcpClient.connect(server.address()));
                }
                server.awaitConnections(5, SOON);
            }
            clients.forEach(TcpClient::close);
        }
        gate.assertClean(SOON);
    }

    @Test
    void aStormOfConnectionsIsCountedExactly() throws Exception {
        int count = 1000;
        LeakGate gate = LeakGate.watch(TcpServer.THREAD_PREFIX);
        try (TcpServer server = TcpServer.start(Behaviour.echo())) {
            List<TcpClient> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                TcpClient client = TcpClient.connect(server.address());
                client.send("x");
                clients.add(client);
            }
            for (TcpClient client : clients) {
                assertEquals(1, client.readFully(1, SOON).count());
            }
            server.awaitOpen(count, SOON);
            for (int i = 0; i < count; i += 2) {
                clients.get(i).reset();
                clients.get(i + 1).close();
            }
            server.awaitOpen(0, SOON);
            assertEquals(count, server.accepted());
            assertEquals(count, server.bytesIn());
            assertEquals(
                    count / 2,
                    server.connections().stream()
                            .filter(seen -> seen.end() == End.RESET)
                            .count());
        }
        gate.assertClean(SOON);
    }
}
