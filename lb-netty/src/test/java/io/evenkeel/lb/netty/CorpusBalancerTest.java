package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.CorpusRig.Job;
import io.evenkeel.lb.netty.corpus.Corpus;
import io.evenkeel.lb.netty.corpus.Pieces;
import io.evenkeel.lb.netty.corpus.Sample;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each message of the corpus through a balancer: told by the client, and by a server (or, for responses, a client) of which
 * every byte is known.
 */
@ExtendWith(LeakExtension.class)
@Tag("load")
class CorpusBalancerTest {

    /** Up to here at every offset; a longer one, which tests limits, here and there. */
    private static final int SHORT = 3_000;

    /** Up to here byte by byte in the normal build. */
    private static final int LITTLE = 200;

    private static final int PIECE = 4_096;
    private static final int SOME = 3;

    @EachTransport
    void whole(Transport transport) throws IOException {
        play(transport, Corpus.all().stream().map(sample -> new Job(sample, Pieces.WHOLE)));
    }

    /** What one sample leaves behind on a server's connection, the next one would meet there. */
    @Test
    void wholeOnConnectionsThatAreKept() throws IOException {
        try (CorpusRig rig = new CorpusRig(Transport.EPOLL, true)) {
            rig.play(Corpus.all().stream().map(sample -> new Job(sample, Pieces.WHOLE)));
            rig.play(Corpus.all().stream().map(sample -> new Job(sample, Pieces.WHOLE)));
            assertTrue(rig.connections() < rig.played(), () -> rig.connections() + " connections");
        }
    }

    @Test
    void byteByByte() throws IOException {
        play(
                Transport.EPOLL,
                Corpus.all().stream()
                        .filter(CorpusBalancerTest::isLittle)
                        .map(sample -> new Job(sample, Pieces.BYTES)));
    }

    @Test
    void splitAtSomeOffsets() throws IOException {
        play(Transport.EPOLL, splits(CorpusBalancerTest::someOffsets));
    }

    @Tag("long")
    @EachTransport
    void allByteByByte(Transport transport) throws IOException {
        play(transport, Corpus.all().stream().map(sample -> new Job(sample, Pieces.BYTES)));
    }

    @Tag("long")
    @EachTransport
    void splitAtEveryOffset(Transport transport) throws IOException {
        play(transport, splits(CorpusBalancerTest::allOffsets));
    }

    private static void play(Transport transport, Stream<Job> jobs) throws IOException {
        try (CorpusRig rig = new CorpusRig(transport, false)) {
            rig.play(jobs);
        }
    }

    private static Stream<Job> splits(Offsets offsets) {
        return Corpus.all().stream()
                .flatMap(sample -> offsets.of(sample).mapToObj(at -> new Job(sample, Pieces.splitAt(at))));
    }

    /** Spread over the message, and around the end of its head. */
    private static IntStream someOffsets(Sample sample) {
        int length = sample.bytes().length;
        int head = length - sample.behindHead().length();
        int shift = Math.floorMod(sample.name().hashCode(), length);
        IntStream spread = IntStream.range(0, SOME).map(i -> (int) ((shift + (long) i * length / SOME) % length));
        return IntStream.concat(spread, IntStream.of(head - 1, head))
                .filter(at -> at > 0 && at < length)
                .distinct();
    }

    private static IntStream allOffsets(Sample sample) {
        int length = sample.bytes().length;
        IntStream all = IntStream.range(1, length);
        return length <= SHORT ? all : all.filter(at -> (at + 2) % PIECE < 4 || length - at < 8);
    }

    private static boolean isLittle(Sample sample) {
        return sample.bytes().length <= LITTLE;
    }

    private interface Offsets {
        IntStream of(Sample sample);
    }
}
