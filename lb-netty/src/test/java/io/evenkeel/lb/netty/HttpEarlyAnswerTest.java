package io.evenkeel.lb.netty;

import static io.evenkeel.lb.netty.Balancers.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.ReceivedResponse;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server answers before it has read the request, and closes with bytes unread: its reset fails what is still written to
 * it, or what is read next. The answer that it sent before that is the client's.
 */
@ExtendWith(LeakExtension.class)
class HttpEarlyAnswerTest {

    private static final long UPLOAD = 20L << 20;
    private static final String REFUSAL = "HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno";

    /** Reads a request's head and no more, sends this, and resets the connection, as a close does with bytes unread. */
    private static Behaviour sendsAndResets(String... parts) {
        return connection -> {
            RawHttp.readHead(connection);
            for (String part : parts) {
                connection.output().write(RawHttp.bytes(part));
            }
            connection.reset();
        };
    }

    private static HttpRig rig(Transport transport, Behaviour server) {
        HttpRig rig = HttpRig.answering(transport, request -> Answer.ok("unused"));
        rig.server().tcp().become(server);
        return rig;
    }

    private interface Sending {
        void run() throws IOException;
    }

    /** Sends until the other side has had enough. */
    private static Thread start(Sending sending) {
        Thread thread = new Thread(() -> {
            try {
                sending.run();
            } catch (IOException enough) {
                // Not all of it is taken.
            }
        });
        thread.start();
        return thread;
    }

    /** As curl does: it reads while it sends, and sends no more once it has its answer. */
    private static ReceivedResponse upload(HttpRig rig, long bytes) throws Exception {
        try (HttpPeer client = HttpBalancers.connect(rig.balancer())) {
            client.request("POST", "/", "Content-Length: " + bytes);
            Thread sending = start(() -> client.tcp().sendSeeded(bytes, 1));
            ReceivedResponse answer = client.read("POST");
            client.close();
            sending.join();
            return answer;
        }
    }

    private static void assertRefused(ReceivedResponse answer) {
        assertEquals(413, answer.status(), answer.toString());
        assertTrue(answer.isComplete(), answer.toString());
        assertEquals("no", answer.bodyText());
    }

    private static void uploads(Transport transport, int times, Behaviour server) throws Exception {
        try (HttpRig rig = rig(transport, server)) {
            for (int i = 0; i < times; i++) {
                assertRefused(upload(rig, UPLOAD));
            }
        }
    }

    @EachTransport
    void aRefusedUpload(Transport transport) throws Exception {
        uploads(transport, 15, sendsAndResets(REFUSAL));
    }

    @EachTransport
    @Tag("load")
    void hundredRefusedUploads(Transport transport) throws Exception {
        uploads(transport, 100, sendsAndResets(REFUSAL));
    }

    @EachTransport
    void interimAnswersBefore(Transport transport) throws Exception {
        String interim = "HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n";
        uploads(transport, 15, sendsAndResets(interim, REFUSAL));
    }

    /** On NIO and io_uring these are several reads. */
    @EachTransport
    void aLongAnswer(Transport transport) throws Exception {
        String body = "x".repeat(60_000);
        Behaviour server = sendsAndResets("HTTP/1.1 413 No\r\nContent-Length: 60000\r\n\r\n" + body);
        try (HttpRig rig = rig(transport, server)) {
            for (int i = 0; i < 15; i++) {
                ReceivedResponse answer = upload(rig, UPLOAD);
                assertEquals(413, answer.status(), answer.toString());
                assertEquals(body, answer.bodyText());
            }
        }
    }

    @EachTransport
    void aChunkedAnswer(Transport transport) throws Exception {
        String chunks = "HTTP/1.1 413 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n";
        uploads(transport, 15, sendsAndResets(chunks));
    }

    /** Nothing else tells that the answer is whole, and a reset tells that it is not. */
    @EachTransport
    void anAnswerThatLastsUntilTheClose(Transport transport) throws Exception {
        try (HttpRig rig = rig(transport, sendsAndResets("HTTP/1.1 200 OK\r\n\r\nhalf"))) {
            for (int i = 0; i < 15; i++) {
                ReceivedResponse answer = upload(rig, UPLOAD);
                assertFalse(answer.isComplete(), answer.toString());
            }
        }
    }

    @EachTransport
    void halfAnAnswer(Transport transport) throws Exception {
        try (HttpRig rig = rig(transport, sendsAndResets("HTTP/1.1 413 No\r\nContent-Length: 20\r\n\r\nno"))) {
            for (int i = 0; i < 15; i++) {
                ReceivedResponse answer = upload(rig, UPLOAD);
                assertFalse(answer.isComplete() && answer.status() == 413, answer.toString());
            }
        }
    }

    @EachTransport
    void noAnswer(Transport transport) throws Exception {
        try (HttpRig rig = rig(transport, sendsAndResets())) {
            for (int i = 0; i < 15; i++) {
                assertEquals(502, upload(rig, UPLOAD).status());
            }
        }
    }

    /** The request is complete, and the reset is what the next read finds. */
    @EachTransport
    void aResetBehindAnAnswer(Transport transport) throws Exception {
        String body = "x".repeat(60_000);
        Behaviour server = sendsAndResets("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + body);
        try (HttpRig rig = rig(transport, server)) {
            for (int i = 0; i < 30; i++) {
                assertEquals(body, rig.get("/").bodyText());
            }
        }
    }

    /** The client takes its answer slowly: what it has not taken when the server resets is still the client's. */
    @EachTransport
    void aResetWhileTheClientIsSlow(Transport transport) throws Exception {
        int stuck = 16 << 20;
        CountDownLatch reset = new CountDownLatch(1);
        Behaviour server = connection -> {
            RawHttp.readHead(connection);
            connection.output().write(RawHttp.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + stuck + "\r\n\r\n"));
            Thread writing = start(() -> connection.output().write(new byte[stuck]));
            reset.await();
            connection.reset();
            writing.join();
        };
        try (HttpRig rig = rig(transport, server)) {
            HttpPeer client = rig.connectSmall();
            client.request("GET", "/");
            ReceivedResponse answer = client.readHead("GET", SOON);
            assertEquals(200, answer.status());
            Eventually.await("a stall", SOON, () -> Inside.of(rig.balancer()).charged() > 0);
            reset.countDown();
            client.readBody(answer, Long.MAX_VALUE, SOON);
            assertEquals(End.RESET, answer.end(), answer.toString());
        }
    }

    /** Not a byte has left when the first read shows that the body is not one. */
    @EachTransport
    void aBodyThatIsSeenToBeMalformedAtOnce(Transport transport) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        List<String> bodies = List.of("zz\r\nno\r\n0\r\n\r\n", "2\r\nnotwo\r\n0\r\n\r\n");
        for (String body : bodies) {
            Answer bad = Answer.raw(head + body);
            try (HttpRig rig = HttpRig.answering(
                    transport, request -> request.target().equals("/bad") ? bad : Answer.ok("fine"))) {
                HttpPeer client = rig.connect();
                ReceivedResponse answer = client.get("/bad");
                assertEquals(502, answer.status(), answer.toString());
                assertTrue(answer.isComplete(), answer.toString());
                assertEquals("fine", client.get("/").bodyText());
            }
        }
    }
}
