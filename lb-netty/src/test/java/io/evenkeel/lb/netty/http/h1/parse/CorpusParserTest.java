package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.netty.corpus.Corpus;
import io.evenkeel.lb.netty.corpus.CorpusCheck;
import io.evenkeel.lb.netty.corpus.Expected;
import io.evenkeel.lb.netty.corpus.PlainReader;
import io.evenkeel.lb.netty.corpus.Reading;
import io.evenkeel.lb.netty.corpus.Sample;
import io.evenkeel.lb.netty.corpus.Seen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message of the corpus has its outcome, in whatever pieces it comes. */
class CorpusParserTest {

    /** Up to here at every offset; a longer one, which tests limits, around every multiple of a piece the parser takes. */
    private static final int SHORT = 3_000;

    private static final int PIECE = 512;

    static Stream<Sample> samples() {
        return Corpus.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whole(Sample sample) {
        check(sample, Http1Reader.whole(sample.bytes(), sample.isRequest(), sample.method()), "whole");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void byteByByte(Sample sample) {
        check(sample, Http1Reader.pieces(sample.bytes(), 1, sample.isRequest(), sample.method()), "in single bytes");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void splitAtEveryOffset(Sample sample) {
        byte[] bytes = sample.bytes();
        offsets(bytes.length)
                .forEach(at -> check(
                        sample, Http1Reader.split(bytes, at, sample.isRequest(), sample.method()), "split at " + at));
    }

    /** Read by code that shares nothing with the parser, and takes one form only. */
    @ParameterizedTest
    @MethodSource("samples")
    void headsGoOnAsTold(Sample sample) throws IOException {
        List<Seen> messages = Http1Reader.whole(sample.bytes(), sample.isRequest(), sample.method())
                .messages();
        for (int i = 0; i < messages.size(); i++) {
            PlainReader reader = new PlainReader(new ByteArrayInputStream(PlainReader.bytes(messages.get(i).sent)));
            Seen sent = sample.isRequest() ? reader.requestHead() : reader.responseHead();
            CorpusCheck.head(sample, sample.messages().get(i), sent);
            assertTrue(reader.atEnd(), sample::name);
        }
    }

    private static IntStream offsets(int length) {
        IntStream all = IntStream.range(1, length);
        return length <= SHORT ? all : all.filter(at -> (at + 2) % PIECE < 4 || length - at < 8);
    }

    private static void check(Sample sample, Reading reading, String how) {
        String what = sample.file() + ", " + sample.name() + ", " + how + ": " + reading;
        assertEquals(sample.ending(), reading.ending(), what);
        assertEquals(sample.status(), reading.status(), what);
        assertEquals(sample.messages().size(), reading.messages().size(), what);
        for (int i = 0; i < reading.messages().size(); i++) {
            Seen seen = reading.messages().get(i);
            // What came of a body before it was cut is not told.
            check(sample.messages().get(i), seen, i < sample.complete(), what);
        }
    }

    private static void check(Expected expected, Seen seen, boolean complete, String what) {
        assertEquals(expected.method(), seen.method, what);
        assertEquals(expected.sentTarget(), seen.target, what);
        assertEquals(expected.host(), seen.host, what);
        assertEquals(expected.status(), seen.status, what);
        assertEquals(expected.minorVersion(), seen.minorVersion, what);
        assertEquals(expected.keepAlive(), seen.keepAlive, what);
        assertEquals(complete, seen.complete, what);
        if (expected.reason() != null) {
            assertEquals(expected.reason(), seen.reason, what);
        }
        if (expected.fields() != null) {
            assertEquals(List.copyOf(expected.fields()), seen.fields, what);
        }
        if (complete || !expected.body().isEmpty()) {
            assertEquals(expected.body(), seen.body.toString(), what);
            assertEquals(expected.trailers(), seen.trailers, what);
        }
    }
}
