package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Feeds messages to the parsers in pieces, and says in one value what came out, so that ways can be compared. */
public final class Feed {

    private Feed() {}

    /** In tables, bars are CR LF, and the symbol of NUL is NUL, which would be lost. */
    public static String lines(String text) {
        return text.replace("|", "\r\n").replace('\u2400', '\0');
    }

    public static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A parsed or refused head: what is read of it, as one text, and how many bytes were left behind it. */
    record Outcome(Progress progress, int status, String problem, String read, int left) {}

    static Outcome request(Http1Limits limits, Pieces pieces) {
        RequestParser parser = new RequestParser(limits);
        RequestMessage message = new RequestMessage();
        Progress progress = pieces.feed(piece -> parser.parse(piece, message), Progress.NEED_MORE);
        String read = progress == Progress.DONE ? read(message) : "";
        return new Outcome(progress, parser.status(), parser.problem(), read, pieces.left());
    }

    static Outcome response(Http1Limits limits, Pieces pieces) {
        ResponseParser parser = new ResponseParser(limits);
        ResponseMessage message = new ResponseMessage();
        Progress progress = pieces.feed(piece -> parser.parse(piece, message), Progress.NEED_MORE);
        String read = progress == Progress.DONE ? read(message) : "";
        return new Outcome(progress, 0, parser.problem(), read, pieces.left());
    }

    static String read(RequestMessage message) {
        return message.method() + ' ' + message.target() + " 1." + message.minorVersion() + ' ' + message.authority()
                + " length " + message.contentLength() + (message.isChunked() ? " chunked" : "")
                + (message.isKeepAlive() ? "" : " close") + ' ' + fields(message.fields());
    }

    static String read(ResponseMessage message) {
        return message.status() + " 1." + message.minorVersion() + " length " + message.contentLength()
                + (message.isChunked() ? " chunked" : "") + (message.isKeepAlive() ? "" : " close") + ' '
                + fields(message.fields());
    }

    static List<String> fields(Fields fields) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isDropped(i)) {
                all.add(fields.name(i) + "=" + fields.value(i));
            }
        }
        return all;
    }

    /** A message cut at some positions. */
    static final class Pieces {

        private final byte[] bytes;
        private final int[] cuts;
        private int taken;

        Pieces(String text, int... cuts) {
            this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            this.cuts = cuts;
        }

        static Pieces single(String text) {
            int[] cuts = new int[text.length()];
            for (int i = 0; i < cuts.length; i++) {
                cuts[i] = i;
            }
            return new Pieces(text, cuts);
        }

        /** Hands the pieces over until the answer is another than to need more. */
        <T> T feed(Function<ByteBuf, T> parse, T needMore) {
            T answer = needMore;
            for (int i = 0; i <= cuts.length && answer == needMore; i++) {
                int to = i == cuts.length ? bytes.length : cuts[i];
                ByteBuf piece = Unpooled.wrappedBuffer(bytes, taken, to - taken);
                answer = parse.apply(piece);
                taken += piece.readerIndex();
            }
            return answer;
        }

        int left() {
            return bytes.length - taken;
        }
    }

    /** Fails unless whole, byte by byte and cut at every position the outcome is the same; returns it. */
    static Outcome everyWay(String text, Function<Pieces, Outcome> parse) {
        Outcome whole = parse.apply(new Pieces(text));
        same(whole, parse.apply(Pieces.single(text)), "byte by byte");
        for (int cut = 1; cut < text.length(); cut++) {
            same(whole, parse.apply(new Pieces(text, cut)), "cut at " + cut);
        }
        return whole;
    }

    /** Where a refusal comes is not part of the outcome. */
    static void same(Outcome expected, Outcome actual, String how) {
        boolean refused = expected.progress() == Progress.REFUSED;
        Outcome like = refused
                ? new Outcome(actual.progress(), actual.status(), actual.problem(), actual.read(), expected.left())
                : actual;
        if (!expected.equals(like)) {
            throw new AssertionError(how + ": " + actual + " and not " + expected);
        }
    }
}
