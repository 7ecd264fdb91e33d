package io.evenkeel.lb.netty.corpus;

import io.evenkeel.lb.testkit.tcp.Received;
import io.evenkeel.lb.testkit.tcp.TcpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One sample on its way through a balancer, with a client's connection of its own. Whoever drives several in turn, a piece
 * each, gives the balancer the time to read one piece before the next one comes. On one thread.
 */
public abstract class Play implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Sample sample;
    final TcpClient client;
    private final Pieces pieces;
    private final byte[] bytes;
    private int at;

    Play(InetSocketAddress balancer, Sample sample, Pieces pieces) throws IOException {
        this.sample = sample;
        this.pieces = pieces;
        this.bytes = sample.bytes();
        this.client = TcpClient.connect(balancer);
    }

    /** A request of the corpus, sent by the client. */
    public static Play request(InetSocketAddress balancer, Sample sample, Pieces pieces) throws IOException {
        return new RequestPlay(balancer, sample, pieces);
    }

    /** A response of the corpus, sent by the recording server to a request that the client has sent. */
    public static Play response(InetSocketAddress balancer, RecordingServer server, Sample sample, Pieces pieces)
            throws IOException {
        return new ResponsePlay(balancer, server, sample, pieces);
    }

    /** Sends the next piece; false if that was the last. A balancer that refuses may be done before all is sent. */
    public final boolean step() {
        int end = pieces.end(at, bytes.length);
        try {
            send(Arrays.copyOfRange(bytes, at, end));
            at = end;
        } catch (IOException seenByTheReader) {
            at = bytes.length;
        }
        return at < bytes.length;
    }

    /** Behind the last piece: what came back to the client until its connection ended. */
    public final CorpusClient.Answers finish() throws IOException {
        sent();
        return answers(client.readUntilEnd(PATIENCE), methods());
    }

    abstract void send(byte[] piece) throws IOException;

    abstract void sent() throws IOException;

    /** Of the requests, in order; the last is that of all others. */
    abstract List<String> methods();

    @Override
    public void close() {
        client.close();
    }

    /** Answers that are no final ones do not count. */
    private static CorpusClient.Answers answers(Received received, List<String> methods) throws IOException {
        List<Seen> answers = new ArrayList<>();
        PlainReader reader = new PlainReader(new ByteArrayInputStream(received.bytes()));
        int finals = 0;
        while (!reader.atEnd()) {
            Seen answer = reader.response(methods.get(Math.min(finals, methods.size() - 1)));
            answers.add(answer);
            finals += answer.status >= 200 ? 1 : 0;
        }
        return new CorpusClient.Answers(answers, received.end());
    }
}
