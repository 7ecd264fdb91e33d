package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.corpus.Corpus;
import io.evenkeel.lb.netty.corpus.Ending;
import io.evenkeel.lb.netty.corpus.Escapes;
import io.evenkeel.lb.netty.corpus.MessageMaker;
import io.evenkeel.lb.netty.corpus.PlainReader;
import io.evenkeel.lb.netty.corpus.Reading;
import io.evenkeel.lb.netty.corpus.Sample;
import io.netty.util.ResourceLeakDetector;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Our parser against Netty's, on the corpus and on made messages: what ours accepts, Netty's reads in the same way; and
 * what ours makes of a message does not depend on the pieces in which it comes. Shrinking is our own: by cutting.
 */
class DifferentialTest {

    private static final int SOME = 2_000;
    private static final int MANY = 500_000;

    /** Recording each access to a buffer would take most of the time; nothing of ours holds one here. */
    private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();

    @BeforeContainer
    static void buffersAreNotWatched() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterContainer
    static void buffersAreWatched() {
        ResourceLeakDetector.setLevel(LEVEL);
    }

    @Example
    void corpus() {
        for (Sample sample : Corpus.all()) {
            String difference = Differential.difference(sample.bytes(), sample.isRequest(), sample.method());
            assertTrue(difference == null, () -> sample + ": " + difference);
        }
    }

    /** A generator whose messages are all refused, or never, would find nothing. */
    @Example
    void aboutHalfOfTheMadeMessagesAreAccepted() {
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            MessageMaker maker = new MessageMaker(random);
            boolean request = i % 2 == 0;
            String text = request ? maker.requests() : maker.responses();
            Reading reading = Http1Reader.whole(PlainReader.bytes(text), request, "GET");
            accepted += reading.ending() != Ending.REFUSED && reading.ending() != Ending.CUT ? 1 : 0;
        }
        int count = accepted;
        assertTrue(count > 400 && count < 1_600, () -> count + " of 2000 accepted");
    }

    @Property(tries = SOME, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void requests(@ForAll("requests") String text) {
        check(text, true, "GET");
    }

    @Property(tries = SOME, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void responses(@ForAll("responses") String text) {
        check(text, false, text.length() % 8 == 0 ? "HEAD" : "GET");
    }

    @Tag("long")
    @Property(tries = MANY, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void manyRequests(@ForAll("requests") String text) {
        check(text, true, "GET");
    }

    @Tag("long")
    @Property(tries = MANY, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void manyResponses(@ForAll("responses") String text) {
        check(text, false, text.length() % 8 == 0 ? "HEAD" : "GET");
    }

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.randomValue(random -> new MessageMaker(random).requests());
    }

    @Provide
    Arbitrary<String> responses() {
        return Arbitraries.randomValue(random -> new MessageMaker(random).responses());
    }

    private static void check(String text, boolean request, String method) {
        byte[] bytes = PlainReader.bytes(text);
        if (Differential.difference(bytes, request, method) != null) {
            String smallest = Differential.shrunk(text, cut -> Differential.difference(cut, request, method) != null);
            throw new AssertionError(Escapes.encode(smallest) + "\n"
                    + Differential.difference(PlainReader.bytes(smallest), request, method));
        }
        Reading whole = Http1Reader.whole(bytes, request, method);
        Reading pieces = Http1Reader.pieces(bytes, 1 + (text.length() % 5), request, method);
        assertTrue(whole.isSame(pieces), () -> Escapes.encode(text) + "\nwhole " + whole + "\nin pieces " + pieces);
    }
}
