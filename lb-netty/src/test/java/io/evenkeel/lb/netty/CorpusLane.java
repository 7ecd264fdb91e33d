package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.HttpService;
import io.evenkeel.lb.HttpTimeouts;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.UpstreamConnections;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.check.HealthPolicy;
import io.evenkeel.lb.netty.corpus.CorpusCheck;
import io.evenkeel.lb.netty.corpus.CorpusClient;
import io.evenkeel.lb.netty.corpus.Pieces;
import io.evenkeel.lb.netty.corpus.Play;
import io.evenkeel.lb.netty.corpus.RecordingServer;
import io.evenkeel.lb.netty.corpus.Sample;
import io.evenkeel.lb.netty.corpus.Seen;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A service with a recording server of its own, so that what it records is of one sample. */
final class CorpusLane implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);
    /** A sample in single bytes takes its time on a busy machine. */
    private static final HttpTimeouts PATIENT = HttpTimeouts.DEFAULT
            .head(Duration.ofMinutes(2))
            .body(Duration.ofMinutes(2))
            .bodyRate(0);

    private final String name;
    private final boolean pooled;
    private final RecordingServer recorder = new RecordingServer();
    private final TcpServer server = TcpServer.start(recorder);
    private final List<Seen> unfinished = new ArrayList<>();
    private int connectionsBefore;

    CorpusLane(int number, boolean pooled) {
        this.name = "lane" + number;
        this.pooled = pooled;
    }

    HttpService service() {
        HttpService.Builder service = VirtualService.http(name)
                .listen("127.0.0.1", 0)
                .healthCheck(HealthCheck.none(), HealthPolicy.DEFAULT)
                .timeouts(PATIENT)
                .server(Balancers.server(server));
        if (!pooled) {
            service.upstream(UpstreamConnections.DEFAULT.maxIdle(0));
        }
        return service.build();
    }

    Play begin(LoadBalancer balancer, Sample sample, Pieces pieces) throws IOException {
        connectionsBefore = server.accepted();
        var address = balancer.service(name).boundAddresses().get(0);
        return sample.isRequest()
                ? Play.request(address, sample, pieces)
                : Play.response(address, recorder, sample, pieces);
    }

    void check(LoadBalancer balancer, Sample sample, CorpusClient.Answers answers) {
        List<Seen> seen = seen(balancer);
        if (sample.isRequest()) {
            CorpusCheck.answers(sample, answers);
            CorpusCheck.requests(sample, seen);
        } else {
            CorpusCheck.response(sample, answers);
            assertEquals(1, seen.size(), () -> sample + ": server saw " + seen);
            assertTrue(seen.get(0).complete, () -> sample + ": server saw " + seen);
        }
        if (sample.isRequest() && sample.messages().isEmpty()) {
            assertEquals(connectionsBefore, server.accepted(), () -> sample + ": the server was asked");
        }
        assertEquals(List.of(), recorder.violations(), sample::name);
    }

    /** At the end of connections that are kept: nothing has come after all. */
    void checkEnd() {
        server.awaitOpen(0, SOON);
        assertEquals(List.of(), recorder.violations());
        unfinished.addAll(recorder.take());
        assertTrue(unfinished.stream().noneMatch(seen -> seen.complete), unfinished::toString);
    }

    int connections() {
        return server.accepted();
    }

    /**
     * What the server got, to the last byte: all connections made have been accepted and have ended. Those that are kept
     * do not end, and of requests that are cut more may come; complete ones were recorded before they were answered.
     */
    private List<Seen> seen(LoadBalancer balancer) {
        if (!pooled) {
            long made = balancer.service(name)
                    .server(Balancers.id(server))
                    .snapshot()
                    .totalConnections();
            server.awaitConnections((int) made, SOON);
            server.awaitOpen(0, SOON);
            return recorder.take();
        }
        List<Seen> all = recorder.take();
        all.stream().filter(seen -> !seen.complete).forEach(unfinished::add);
        return all.stream().filter(seen -> seen.complete).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
