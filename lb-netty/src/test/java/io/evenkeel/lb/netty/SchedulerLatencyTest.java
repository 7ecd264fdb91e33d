package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static io.evenkeel.lb.netty.Balancers.awaitIdle;
import static io.evenkeel.lb.netty.Balancers.greeting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.netty.Overheard.Event;
import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.evenkeel.lb.testkit.http.Point;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A user's scheduler hears of real answers and ends. Latencies are compared with what the test measures around them, so that a
 * busy machine does no harm.
 */
@ExtendWith(LeakExtension.class)
class SchedulerLatencyTest {

    private static final long PAUSE = Duration.ofMillis(60).toNanos();

    /** Everybody's key, so that the first server that accepts is taken. */
    private final Overheard scheduler = new Overheard(client -> 0);

    /** Lets at least so much time pass. */
    private static void pause(long nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            LockSupport.parkNanos(nanos);
        }
    }

    private List<Event> events(LoadBalancer balancer, int count) {
        awaitIdle(balancer);
        Eventually.await("events", SOON, () -> scheduler.events.size() >= count);
        assertEquals(count, scheduler.events.size(), scheduler.events.toString());
        return scheduler.events;
    }

    private static void between(long least, Event event, long most) {
        assertTrue(event.nanos() >= least && event.nanos() <= most, event + ", not " + least + " to " + most);
    }

    @EachTransport
    void aRequestsLatencyEndsWithTheHeadOfTheAnswer(Transport transport) throws Exception {
        CountDownLatch head = new CountDownLatch(1);
        CountDownLatch body = new CountDownLatch(1);
        try (HttpServer server = HttpServer.start(request ->
                        Answer.ok("late").hold(Point.BEFORE_HEAD, head).hold(Point.AFTER_HEAD, body));
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(server).scheduler(scheduler));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            long sent = System.nanoTime();
            client.request("GET", "/");
            server.awaitRequests(1, SOON);
            pause(PAUSE);
            head.countDown();
            var response = client.readHead("GET", SOON);
            long most = System.nanoTime() - sent;
            pause(PAUSE); // the body takes longer, and does not count
            body.countDown();
            client.readBody(response, 4, SOON);
            Event answered = events(balancer, 2).get(0);
            between(PAUSE, answered, most);
            assertEquals(Optional.empty(), answered.outcome());
            Event settled = scheduler.events.get(1);
            assertEquals(Optional.of(Outcome.COMPLETED), settled.outcome());
            assertEquals(answered.nanos(), settled.nanos());
            assertTrue(settled.answered());
        }
    }

    @EachTransport
    void aSlowClientIsNotTheServersFault(Transport transport) throws IOException {
        try (HttpServer server = HttpServer.start(request -> Answer.of(503));
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(server).scheduler(scheduler));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhello");
            Eventually.await("the head at the server", SOON, () -> server.tcp().accepted() == 1);
            pause(PAUSE);
            long sent = System.nanoTime();
            client.send("world");
            assertEquals(503, client.read("POST").status());
            long most = System.nanoTime() - sent;
            Event answered = events(balancer, 2).get(0);
            between(0, answered, most);
            assertTrue(answered.error());
            assertEquals(Optional.of(Outcome.COMPLETED), scheduler.events.get(1).outcome());
        }
    }

    @EachTransport
    void aServerThatGivesNoAnswerTookUntilItsEnd(Transport transport) throws IOException {
        Duration patience = Duration.ofMillis(200);
        try (HttpServer server = HttpServer.start(request -> Answer.never());
                LoadBalancer balancer = HttpBalancers.start(
                        transport,
                        HttpBalancers.unchecked(server)
                                .scheduler(scheduler)
                                .timeouts(HttpTimeouts.DEFAULT.response(patience)));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            long sent = System.nanoTime();
            assertEquals(504, client.get("/").status());
            Event settled = events(balancer, 1).get(0);
            // The wheel's time is up to one tick old when the deadline begins.
            between(patience.toNanos() - 2 * PAUSE, settled, System.nanoTime() - sent);
            assertEquals(Optional.of(Outcome.NO_ANSWER), settled.outcome());
        }
    }

    @EachTransport
    void aConnectionsLatencyIsThatOfItsConnect(Transport transport) throws IOException {
        try (ReservedPort dead = Ports.refused();
                TcpServer alive = TcpServer.start(Behaviour.greeting("alive"));
                LoadBalancer balancer = Balancers.start(
                        transport,
                        Balancers.unchecked()
                                .server(RealServer.at(
                                        "127.0.0.1", dead.address().getPort()))
                                .server(Balancers.server(alive))
                                .scheduler(scheduler))) {
            long sent = System.nanoTime();
            assertEquals("alive", greeting(balancer));
            List<Event> events = events(balancer, 3);
            long most = System.nanoTime() - sent;
            events.forEach(event -> between(0, event, most));
            assertEquals(Optional.of(Outcome.CONNECT_FAILED), events.get(0).outcome());
            assertEquals("127.0.0.1:" + dead.address().getPort(), events.get(0).server());
            assertEquals(Balancers.id(alive), events.get(1).server());
            assertTrue(events.get(1).answered());
            assertEquals(Optional.of(Outcome.COMPLETED), events.get(2).outcome());
            assertEquals(events.get(1).nanos(), events.get(2).nanos());
        }
    }

    /** Takes the server whose best latency is the least; one that was not asked yet comes first. */
    private static final class Fastest implements Scheduler {
        @Override
        public String name() {
            return "fastest";
        }

        @Override
        public boolean heedsOutcomes() {
            return true;
        }

        @Override
        public Picker newPicker(PickerContext context) {
            ServerCells best = ServerCells.forServers(context, null);
            int size = context.servers().size();
            return new Picker() {
                @Override
                public int pick(PickContext pick) {
                    int fastest = NONE;
                    for (int i = 0; i < size; i++) {
                        boolean faster =
                                fastest == NONE || best.get(pick.worker(), i, 0) < best.get(pick.worker(), fastest, 0);
                        if (faster && pick.accepts(i)) {
                            fastest = i;
                        }
                    }
                    return fastest;
                }

                @Override
                public void answered(AnswerContext heard) {
                    long known = best.get(heard.worker(), heard.index(), 0);
                    if (known == 0 || heard.latencyNanos() < known) {
                        best.set(heard.worker(), heard.index(), 0, heard.latencyNanos());
                    }
                }
            };
        }
    }

    @EachTransport
    void aSlowServerIsAvoided(Transport transport) throws IOException {
        try (HttpServer slow = HttpServer.start(request -> {
                    pause(5 * PAUSE);
                    return Answer.ok("slow");
                });
                HttpServer fast = HttpServer.start(request -> Answer.ok("fast"));
                LoadBalancer balancer = HttpBalancers.start(
                        transport, HttpBalancers.unchecked(slow, fast).scheduler(new Fastest()));
                HttpPeer client = HttpBalancers.connect(balancer)) {
            for (int i = 0; i < 50; i++) {
                client.get("/");
            }
            assertTrue(slow.requests().size() <= 2, "slow: " + slow.requests().size());
        }
    }
}
