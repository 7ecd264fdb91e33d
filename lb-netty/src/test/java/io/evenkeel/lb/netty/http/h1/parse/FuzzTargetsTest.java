package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.netty.corpus.Corpus;
import io.evenkeel.lb.netty.corpus.MessageMaker;
import io.evenkeel.lb.netty.corpus.Sample;
import io.evenkeel.lb.netty.corpus.Seen;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;

/** The fuzzer's targets over its seeds and some made messages: nothing is found, and a target can find something. */
class FuzzTargetsTest {

    private static final int LONG = 4_096;
    private static final int[] FIRST = {0, 7, -1};

    @Example
    void nothingIsFoundInTheCorpus() {
        for (Sample sample : Corpus.all()) {
            if (sample.text().length() < LONG) {
                feed(sample.text());
                feed(sample.behindHead());
            }
        }
    }

    @Example
    void nothingIsFoundInMadeMessages() {
        MessageMaker maker = new MessageMaker(new Random(11));
        for (int i = 0; i < 100; i++) {
            feed(maker.requests());
            feed(maker.responses());
            feed(maker.chunks());
        }
    }

    @Example
    void aBadMessageWouldBeFound() {
        Seen bad = new Seen();
        bad.method = "GET";
        bad.target = "/";
        bad.fields.add("Host: a");
        FuzzTargets.check(bad, true);
        bad.fields.add("X-A: b\r\nX-B: c");
        assertThrows(IllegalStateException.class, () -> FuzzTargets.check(bad, true));
    }

    private static void feed(String text) {
        for (Consumer<byte[]> target : FuzzTargets.all()) {
            for (int first : FIRST) {
                target.accept(FuzzTargets.seed(first, text));
            }
        }
    }
}
