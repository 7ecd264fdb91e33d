package io.evenkeel.lb.netty.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.LeakExtension;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and recording server of the corpus, without a balancer between them: what they say can be trusted. */
@ExtendWith(LeakExtension.class)
class CorpusPlayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST without a length",
                "chunked on GET",
                "one trailer",
                "two requests",
                "length on GET",
                "body of every control",
                "request behind Connection: close",
                "body that is not complete",
                "second request not complete"
            })
    void requests(String name) throws IOException {
        Sample sample = sample(name);
        RecordingServer recorder = new RecordingServer();
        try (TcpServer server = TcpServer.start(recorder)) {
            CorpusCheck.answers(sample, new CorpusClient(server.address()).request(sample));
            CorpusCheck.requests(sample, recorder.take());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response: no length, to the end",
                "response: 100, then the answer",
                "response: to HEAD with a length",
                "response: chunked",
                "response: length not complete",
                "response: two Set-Cookie"
            })
    void responses(String name) throws IOException {
        Sample sample = sample(name);
        RecordingServer recorder = new RecordingServer();
        try (TcpServer server = TcpServer.start(recorder)) {
            CorpusCheck.response(sample, new CorpusClient(server.address()).respond(recorder, sample));
            assertEquals(sample.method(), recorder.take().get(0).method);
        }
    }

    @Test
    void aServerThatSeesARefusedHeadIsAFailure() throws IOException {
        Sample sample = sample("chunk size g");
        RecordingServer recorder = new RecordingServer();
        try (TcpServer server = TcpServer.start(recorder)) {
            new CorpusClient(server.address()).request(sample);
            assertEquals(List.of("chunk size g"), recorder.violations());
        }
        Sample refused = sample("length zero and coding");
        List<Seen> seen = List.of(new Seen());
        assertThrows(AssertionError.class, () -> CorpusCheck.requests(refused, seen));
    }

    @Test
    void thePlainReaderIsStrict() {
        for (String bad : List.of(
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n folded\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nX: \0\r\n\r\n")) {
            PlainReader reader = new PlainReader(new ByteArrayInputStream(PlainReader.bytes(bad)));
            assertThrows(IllegalStateException.class, reader::requestHead, () -> Escapes.encode(bad));
        }
    }

    private static Sample sample(String name) {
        List<Sample> found = Corpus.all().stream()
                .filter(sample -> sample.name().equals(name))
                .toList();
        assertTrue(found.size() == 1, name);
        return found.get(0);
    }
}
