package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's scheduler gets the keys of real clients. */
@ExtendWith(LeakExtension.class)
class SchedulerKeysTest {

    private static final int CLIENTS = 20;

    /** What the key of 127.0.1.{@code i} is, with so many of its bits. */
    private static long sourceKey(int i, int bits) {
        long address = 0x7f00_0100L + i;
        return Hash64.of(0, 0xffff_0000_0000L | address & (-1L << 32 - bits));
    }

    private static InetSocketAddress source(int i) {
        return new InetSocketAddress("127.0.1." + i, 0);
    }

    private static List<String> greetings(LoadBalancer balancer) throws IOException {
        List<String> greetings = new ArrayList<>();
        for (int i = 1; i <= CLIENTS; i++) {
            try (TcpClient client = TcpClient.connect(address(balancer), source(i))) {
                greetings.add(client.readUntilEnd(SOON).text());
            }
        }
        return greetings;
    }

    @EachTransport
    void connectionsAreKnownByTheirAddress(Transport transport) throws IOException {
        try (TcpServer one = TcpServer.start(Behaviour.greeting("one"));
                TcpServer two = TcpServer.start(Behaviour.greeting("two"));
                TcpServer three = TcpServer.start(Behaviour.greeting("three"))) {
            Overheard scheduler = new Overheard(ClientKey.source());
            List<String> first;
            try (LoadBalancer balancer = Balancers.start(
                    transport, Balancers.unchecked(one, two, three).scheduler(scheduler))) {
                first = greetings(balancer);
                assertEquals(Set.of("one", "two", "three"), Set.copyOf(first));
                assertEquals(first, greetings(balancer));
            }
            for (int i = 1; i <= CLIENTS; i++) {
                assertEquals(sourceKey(i, 32), scheduler.keys.get(i - 1));
            }
            // Another balancer, which knows nothing of the first, agrees with it.
            try (LoadBalancer other = Balancers.start(
                    transport, Balancers.unchecked(one, two, three).scheduler(new Overheard(ClientKey.source())))) {
                assertEquals(first, greetings(other));
            }
        }
    }

    @Test
    void aConnectionHasNoRequest() throws IOException {
        Overheard scheduler = new Overheard(ClientKey.header("X-User").orElse(ClientKey.source(24, 64)));
        try (TcpServer server = TcpServer.start(Behaviour.greeting("x"));
                LoadBalancer balancer = Balancers.start(
                        Transport.NIO, Balancers.unchecked(server).scheduler(scheduler));
                TcpClient client = TcpClient.connect(address(balancer), source(7))) {
            client.readUntilEnd(SOON);
        }
        assertEquals(List.of(sourceKey(7, 24)), scheduler.keys);
    }

    @EachTransport
    void requestsAreKnownByAHeader(Transport transport) throws IOException {
        try (HttpServer one = HttpServer.start(request -> Answer.ok("one"));
                HttpServer two = HttpServer.start(request -> Answer.ok("two"));
                LoadBalancer balancer = HttpBalancers.start(
                        transport,
                        HttpBalancers.unchecked(one, two).scheduler(new Overheard(ClientKey.header("X-User"))))) {
            for (int round = 0; round < 2; round++) {
                try (HttpPeer client = HttpBalancers.connect(balancer)) {
                    for (int i = 0; i < CLIENTS; i++) { // many users behind one proxy
                        String place = Long.remainderUnsigned(Hash64.of("u" + i), 2) == 0 ? "one" : "two";
                        assertEquals(place, client.get("/", "X-User: u" + i).bodyText());
                    }
                    assertEquals(200, client.get("/").status(), "without the header");
                }
            }
        }
    }

    @Test
    void everyPartOfARequestCanBeAKey() throws IOException {
        List<Long> seen = new ArrayList<>();
        Overheard scheduler = new Overheard(client -> {
            seen.addAll(List.of(
                    client.host(),
                    client.target(),
                    client.path(),
                    client.queryItem("b"),
                    client.queryItem("a"),
                    client.queryItem("none"),
                    client.header("x-USER"),
                    client.header("X-None"),
                    client.header("X-Empty"),
                    client.cookie("sid"),
                    client.cookie("none"),
                    client.source(32, 128)));
            return 1;
        });
        try (HttpServer server = HttpServer.start(request -> Answer.ok("x"));
                LoadBalancer balancer = HttpBalancers.start(
                        Transport.NIO, HttpBalancers.unchecked(server).scheduler(scheduler));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            client.send("GET /p/q?aa=0&a=&b=x%20y HTTP/1.1\r\nHost: WWW.example.com:8080\r\nX-User: ann\r\n"
                    + "X-Empty: \r\nCookie: x=1; sid=\"s1\"\r\n\r\n");
            assertEquals(200, client.read("GET").status());
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertEquals(200, client.read("GET").status());
        }
        long none = ClientView.NONE;
        long local = Hash64.of(0, 0xffff_7f00_0001L);
        assertEquals(
                List.of(
                        Hash64.of("www.example.com"),
                        Hash64.of("/p/q?aa=0&a=&b=x%20y"),
                        Hash64.of("/p/q"),
                        Hash64.of("x%20y"),
                        none,
                        none,
                        Hash64.of("ann"),
                        none,
                        none,
                        Hash64.of("s1"),
                        none,
                        local),
                seen.subList(0, 12));
        assertEquals(
                List.of(none, Hash64.of("/"), Hash64.of("/"), none, none, none, none, none, none, none, none, local),
                seen.subList(12, 24));
    }
}
