package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.route.FixedAnswer;
import io.evenkeel.lb.route.Match;
import io.evenkeel.lb.route.Route;
import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.http.Script;
import io.evenkeel.lb.testkit.tcp.ReadPermits;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who does not read stops who sends, and little lies in between. */
@ExtendWith(LeakExtension.class)
@Tag("load")
class HttpBackPressureTest {

    /** What the kernel's buffers on the way may hold, generously. */
    private static final long KERNEL = 24L << 20;

    private static final long BALANCER = 512L << 10;

    /** Waits until a count has not moved for a while. */
    private static long settled(LongSupplier count) {
        long[] last = {-1, System.nanoTime()};
        Eventually.await("a standstill", SOON, () -> {
            long now = count.getAsLong();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now > 0
                    && System.nanoTime() - last[1] > Duration.ofMillis(300).toNanos();
        });
        return last[0];
    }

    private static void assertLittleIsHeld(HttpRig rig) {
        long held = Inside.of(rig.balancer()).charged();
        assertTrue(held <= BALANCER, held + " bytes in the balancer");
    }

    @EachTransport
    void aClientThatReadsLate(Transport transport) throws Exception {
        long bytes = 40_000_000;
        Script script = request -> request.target().equals("/length")
                ? Answer.of(200).seededBody(bytes, 1)
                : Answer.of(200).seededBody(bytes, 1).chunked(10_000);
        for (String target : new String[] {"/length", "/chunked"}) {
            try (HttpRig rig = HttpRig.answering(transport, script)) {
                HttpPeer client = rig.connectSmall();
                client.request("GET", target);
                long sent = settled(rig.server().tcp()::bytesOut);
                assertTrue(sent < KERNEL, sent + " bytes were taken from the server");
                assertLittleIsHeld(rig);
                ReceivedResponse answer = client.read("GET", Duration.ofSeconds(60));
                assertEquals(SeededBytes.of(1).digest(bytes), answer.bodyDigest());
                assertTrue(answer.isComplete());
            }
        }
    }

    @EachTransport
    void aServerThatReadsLate(Transport transport) throws Exception {
        ReadPermits permits = ReadPermits.none();
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            rig.server().tcp().kill();
            rig.server().tcp().become(io.evenkeel.lb.testkit.tcp.Behaviour.slowReader(permits));
            rig.server().tcp().restart();
            HttpPeer client = rig.connect();
            client.request("POST", "/", "Content-Length: 1000000000");
            long[] sent = {0};
            Thread sender = new Thread(() -> {
                try {
                    for (; ; sent[0] += 1000) {
                        client.tcp().send(new byte[1000]);
                    }
                } catch (IOException over) {
                    // At the end of the test.
                }
            });
            sender.start();
            long taken = settled(() -> sent[0]);
            assertTrue(taken < KERNEL, taken + " bytes were taken from the client");
            assertLittleIsHeld(rig);
            permits.allowAll(); // NIO hears of a reset only while it reads
            client.reset();
            sender.join();
        }
    }

    /** Requests one behind the other, and no answer is read: those that find no room are not even begun. */
    @EachTransport
    void aClientThatOnlyAsks(Transport transport) throws Exception {
        int size = 50_000;
        Route fixed =
                Route.when(Match.path("/fixed")).answer(FixedAnswer.of(200).text("x".repeat(size)));
        Script script = request -> Answer.of(200).seededBody(size, 1);
        for (String target : new String[] {"/fixed", "/server"}) {
            try (HttpRig rig = HttpRig.start(transport, service -> service.route(fixed), HttpRig.servers(script))) {
                HttpPeer client = rig.connectSmall();
                int requests = 500;
                Thread sender = new Thread(() -> {
                    try {
                        for (int i = 0; i < requests; i++) {
                            client.request("GET", target);
                        }
                    } catch (IOException over) {
                        throw new AssertionError(over);
                    }
                });
                sender.start();
                settled(() -> 1 + rig.server().tcp().bytesOut());
                assertLittleIsHeld(rig);
                for (int i = 0; i < requests; i++) {
                    ReceivedResponse answer = client.read("GET");
                    assertEquals(size, answer.bodyBytes());
                }
                sender.join();
            }
        }
    }

    /** Interim answers without end. */
    @EachTransport
    void aServerThatNeverComesToThePoint(Transport transport) throws Exception {
        try (HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("x"))) {
            rig.server().tcp().become(connection -> {
                RawHttp.readHead(connection);
                byte[] many =
                        RawHttp.bytes(("HTTP/1.1 103 Hints\r\nLink: <" + "/x".repeat(400) + ">\r\n\r\n").repeat(100));
                while (true) {
                    connection.output().write(many);
                }
            });
            HttpPeer client = rig.connectSmall();
            client.request("GET", "/");
            long sent = settled(rig.server().tcp()::bytesOut);
            assertTrue(sent < KERNEL, sent + " bytes were taken from the server");
            assertLittleIsHeld(rig);
        }
    }
}
