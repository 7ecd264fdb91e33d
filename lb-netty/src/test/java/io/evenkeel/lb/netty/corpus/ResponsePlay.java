package io.evenkeel.lb.netty.corpus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The client asks for the connection's end; the server's connection is in the player's hand until all is sent. */
final class ResponsePlay extends Play {

    private final RecordingServer server;
    private final HeldAnswer answer;

    ResponsePlay(InetSocketAddress balancer, RecordingServer server, Sample sample, Pieces pieces) throws IOException {
        super(balancer, sample, pieces);
        this.server = server;
        answer = server.holdAnswer(sample);
        client.send(sample.method() + " /sample HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
    }

    @Override
    void send(byte[] piece) throws IOException {
        answer.output(PATIENCE).write(piece);
    }

    @Override
    void sent() {
        answer.release();
    }

    @Override
    List<String> methods() {
        return List.of(sample.method());
    }

    @Override
    public void close() {
        server.answerAsUsual();
        answer.release();
        super.close();
    }
}
