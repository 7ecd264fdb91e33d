package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.connect;
import static io.evenkeel.lb.netty.Balancers.server;
import static io.evenkeel.lb.netty.Balancers.start;
import static io.evenkeel.lb.netty.Balancers.unchecked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.persist.AffinityKey;
import io.evenkeel.lb.persist.AffinityStatistics;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.Persistence;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Persistence whose table answers late, wrongly, or not at all: the asynchronous way of the contract. */
@ExtendWith(LeakExtension.class)
class SlowTableTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final SlowTable table = new SlowTable();

    private LoadBalancer balancer(Transport transport, Duration patience, TcpServer... servers) {
        return start(
                transport,
                unchecked(servers).persistence(Persistence.source().table(table).lookupTimeout(patience)));
    }

    private void awaitAsked(int count) {
        Eventually.awaitEqual("lookups", count, SOON, table::waiting);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientsBytesWaitForTheAnswer(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = balancer(transport, LONG, one, two)) {
            for (int i = 1; i <= 6; i++) {
                try (TcpClient client = connect(balancer)) {
                    client.send("early");
                    client.shutdownOutput();
                    awaitAsked(1);
                    assertEquals(i - 1, one.accepted() + two.accepted());
                    table.answer();
                    assertEquals("early", client.readUntilEnd(SOON).text());
                }
            }
            assertEquals(6, Math.max(one.accepted(), two.accepted()), "all on one server");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void whenTheAnswerIsLateTheClientGoesOnWithoutIt(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = balancer(transport, Duration.ofMillis(50), one);
                TcpClient client = connect(balancer)) {
            client.send("a");
            assertEquals("a", client.readFully(1, SOON).text());
            awaitAsked(1);
            table.answer(); // nobody listens any more
            client.send("b");
            assertEquals("b", client.readFully(1, SOON).text());
            assertEquals(1, one.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aClientMayLeaveBeforeTheAnswer(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = balancer(transport, LONG, one)) {
            try (TcpClient client = connect(balancer)) {
                awaitAsked(1);
                client.reset();
            }
            Inside.of(balancer).assertIdle(SOON);
            table.answer();
            Inside.of(balancer).assertIdle(SOON);
            assertEquals(0, one.accepted());
        }
    }

    /** Both are unknown when they ask; the one that connects later stays where it is, and the first one's host counts. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void ofTwoThatRaceOneDecides(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                TcpServer two = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(
                        transport,
                        unchecked()
                                .server(server(one).maxConnections(1)) // so that they cannot meet by chance
                                .server(server(two).maxConnections(1))
                                .persistence(Persistence.source().table(table).lookupTimeout(LONG)));
                TcpClient first = connect(balancer);
                TcpClient second = connect(balancer)) {
            awaitAsked(2);
            table.answer();
            Eventually.awaitEqual("bound", 1, SOON, table.hosts::size);
            String bound = table.hosts.values().iterator().next();
            table.answer();
            for (TcpClient each : new TcpClient[] {first, second}) {
                each.send("x");
                assertEquals("x", each.readFully(1, SOON).text());
            }
            assertEquals(1, one.accepted());
            assertEquals(1, two.accepted());
            assertEquals(bound, table.hosts.values().iterator().next());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void closingDoesNotWaitForATable(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = balancer(transport, LONG, one);
                TcpClient client = connect(balancer)) {
            awaitAsked(1);
            balancer.close();
            assertEquals(End.RESET, client.readUntilEnd(SOON).end());
        }
        table.answer();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void aTableThatFailsKnowsNobody(Transport transport) throws IOException {
        AffinityTable broken = new AffinityTable() {
            @Override
            public Lookup lookup(AffinityKey key, Answer answer) {
                throw new IllegalStateException("the store is gone");
            }

            @Override
            public void bind(AffinityKey key, String host, @Nullable String expected) {
                throw new IllegalStateException("the store is gone");
            }

            @Override
            public AffinityStatistics statistics() {
                throw new IllegalStateException("the store is gone");
            }
        };
        try (TcpServer one = TcpServer.start(Behaviour.echo());
                LoadBalancer balancer = start(
                        transport,
                        unchecked(one).persistence(Persistence.source().table(broken)));
                TcpClient client = connect(balancer)) {
            client.send("a");
            assertEquals("a", client.readFully(1, SOON).text());
            assertTrue(balancer.service("t").snapshot().persistence().isEmpty());
        }
    }
}
