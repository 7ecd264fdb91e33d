package io.evenkeel.lb.netty.corpus;

import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The client of the end-to-end test: plays one sample on a connection of its own and reads all that comes back. */
public final class CorpusClient {

    /** Behind a complete sample, so that the connection ends. */
    static final String LAST_TARGET = "/last-of-the-connection";

    private static final String LAST = "GET " + LAST_TARGET + " HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InetSocketAddress balancer;

    public CorpusClient(InetSocketAddress balancer) {
        this.balancer = balancer;
    }

    /**
     * Sends a request of the corpus and, if it is complete and keeps the connection, one more that ends it; if it is not
     * complete, a FIN.
     */
    public Answers request(Sample sample) throws IOException {
        boolean last = asksForLast(sample);
        try (TcpClient client = TcpClient.connect(balancer)) {
            send(client, sample.text() + (last ? LAST : ""));
            if (sample.ending() == Ending.MORE) {
                client.shutdownOutput();
            }
            List<String> methods = Stream.concat(sample.messages().stream().map(Expected::method), Stream.of("GET"))
                    .toList();
            return answers(client.readUntilEnd(PATIENCE), methods);
        }
    }

    /** Sends a request that a response of the corpus answers, and asks for the connection's end. */
    public Answers respond(Sample sample) throws IOException {
        try (TcpClient client = TcpClient.connect(balancer)) {
            send(client, sample.method() + " /sample HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
            return answers(client.readUntilEnd(PATIENCE), List.of(sample.method()));
        }
    }

    /** Whether {@link #request} adds a request of its own behind the sample's. */
    static boolean asksForLast(Sample sample) {
        List<Expected> messages = sample.messages();
        return sample.ending() == Ending.COMPLETE
                && messages.get(messages.size() - 1).keepAlive();
    }

    /** A balancer that refuses may be done before all is sent. */
    private static void send(TcpClient client, String text) {
        try {
            client.send(PlainReader.bytes(text));
        } catch (IOException seenByTheReader) {
            // The answer, or a reset, tells.
        }
    }

    /** In the order of the requests' methods; answers that are no final ones do not count. */
    private static Answers answers(Received received, List<String> methods) throws IOException {
        List<Seen> answers = new ArrayList<>();
        PlainReader reader = new PlainReader(new ByteArrayInputStream(received.bytes()));
        int finals = 0;
        while (!reader.atEnd()) {
            Seen answer = reader.response(methods.get(Math.min(finals, methods.size() - 1)));
            answers.add(answer);
            finals += answer.status >= 200 ? 1 : 0;
        }
        return new Answers(answers, received.end());
    }

    /**
     * What came back.
     *
     * @param all in order, informational ones too
     * @param end how the balancer ended the connection
     */
    public record Answers(List<Seen> all, End end) {

        public List<Integer> statuses() {
            return all.stream().map(answer -> answer.status).toList();
        }
    }
}
