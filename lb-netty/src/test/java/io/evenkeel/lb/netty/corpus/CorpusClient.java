package io.evenkeel.lb.netty.corpus;

import io.evenkeel.lb.testkit.tcp.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Plays one sample after the other, whole, and reads all that comes back. */
public final class CorpusClient {

    /** Behind a complete sample, so that the connection ends. */
    static final String LAST_TARGET = "/last-of-the-connection";

    private final InetSocketAddress balancer;

    public CorpusClient(InetSocketAddress balancer) {
        this.balancer = balancer;
    }

    /** What comes of a request of the corpus. */
    public Answers request(Sample sample) throws IOException {
        try (Play play = Play.request(balancer, sample, Pieces.WHOLE)) {
            play.step();
            return play.finish();
        }
    }

    /** What comes of a response of the corpus, which that server sends. */
    public Answers respond(RecordingServer server, Sample sample) throws IOException {
        try (Play play = Play.response(balancer, server, sample, Pieces.WHOLE)) {
            play.step();
            return play.finish();
        }
    }

    /** Whether a request of ours follows behind the sample's. */
    static boolean asksForLast(Sample sample) {
        List<Expected> messages = sample.messages();
        return sample.ending() == Ending.COMPLETE
                && messages.get(messages.size() - 1).keepAlive();
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
