package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.SeenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes through, and how. */
@ExtendWith(LeakExtension.class)
class HttpForwardingTest {

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void eachRequestOfOneConnectionIsBalancedByItself(Transport transport) throws Exception {
        try (HttpServer a = HttpServer.start(request -> Answer.ok("a"));
                HttpServer b = HttpServer.start(request -> Answer.ok("b"));
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(a, b))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                StringBuilder bodies = new StringBuilder();
                for (int i = 0; i < 10; i++) {
                    ReceivedResponse answer = client.get("/" + i);
                    assertEquals(200, answer.status());
                    bodies.append(answer.bodyText());
                }
                assertTrue(bodies.toString().matches("(ab){5}|(ba){5}"), bodies.toString());
            }
            Balancers.awaitIdle(balancer);
            assertEquals(1, a.tcp().connections().size(), "connections to a server are used again");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void bodiesGoBothWays(Transport transport) throws Exception {
        try (HttpServer server = HttpServer.start(
                        request -> Answer.of(200).seededBody(300_000, 7).chunked(1000));
                LoadBalancer balancer = HttpBalancers.start(transport, HttpBalancers.unchecked(server))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.request("POST", "/up", "Transfer-Encoding: chunked");
                client.sendChunks(500_000, 3, 777);
                client.send("0\r\n\r\n");
                ReceivedResponse answer = client.read("POST");
                assertEquals(200, answer.status());
                assertEquals(300_000, answer.bodyBytes());
                SeenRequest seen = server.lastRequest();
                assertEquals(500_000, seen.bodyBytes());
            }
            Balancers.awaitIdle(balancer);
        }
    }

    @Test
    void theServersCountersTellRequestsConnectionsAndBytes() throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok("0123456789"));
                LoadBalancer balancer = HttpBalancers.start(Transport.AUTO, HttpBalancers.unchecked(server))) {
            try (HttpPeer client = HttpBalancers.connect(balancer)) {
                client.get("/1");
                client.get("/2");
            }
            Balancers.awaitIdle(balancer);
            ServerSnapshot counted =
                    balancer.service("t").server(HttpBalancers.id(server)).snapshot();
            assertEquals(2, counted.totalRequests());
            assertEquals(1, counted.totalConnections());
            var seen = server.tcp().connections().get(0);
            assertEquals(seen.bytesIn(), counted.bytesIn());
            assertEquals(seen.bytesOut(), counted.bytesOut());
        }
    }
}
