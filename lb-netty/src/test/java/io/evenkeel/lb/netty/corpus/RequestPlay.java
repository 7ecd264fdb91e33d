package io.evenkeel.lb.netty.corpus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** Behind a complete sample that keeps the connection one more request, which ends it; behind an incomplete one a FIN. */
final class RequestPlay extends Play {

    private static final String LAST =
            "GET " + CorpusClient.LAST_TARGET + " HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

    RequestPlay(InetSocketAddress balancer, Sample sample, Pieces pieces) throws IOException {
        super(balancer, sample, pieces);
    }

    @Override
    void send(byte[] piece) throws IOException {
        client.send(piece);
    }

    @Override
    void sent() {
        try {
            if (CorpusClient.asksForLast(sample)) {
                client.send(LAST);
            } else if (sample.ending() == Ending.MORE) {
                client.shutdownOutput();
            }
        } catch (IOException seenByTheReader) {
            // The answer, or a reset, tells.
        }
    }

    @Override
    List<String> methods() {
        return Stream.concat(sample.messages().stream().map(Expected::method), Stream.of("GET"))
                .toList();
    }
}
