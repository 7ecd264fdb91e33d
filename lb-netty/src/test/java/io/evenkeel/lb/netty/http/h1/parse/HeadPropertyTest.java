package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.h1.ConnectionOption;
import io.evenkeel.lb.netty.http.h1.HeadWriter;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** For messages made up of what matters to a parser, sound and mutated: any pieces, one outcome; written, read the same. */
class HeadPropertyTest {

    private static final Http1Limits LIMITS = Http1Limits.DEFAULT.fields(6).headBytes(1024);

    private static Feed.Outcome request(Feed.Pieces pieces) {
        return Feed.request(LIMITS, pieces);
    }

    private static Feed.Outcome response(Feed.Pieces pieces) {
        return Feed.response(LIMITS, pieces);
    }

    @Property
    void anyPiecesOfARequestGiveTheSame(
            @ForAll("requests") String text, @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> cuts) {
        anyPieces(text, cuts, HeadPropertyTest::request);
    }

    @Property
    void anyPiecesOfAResponseGiveTheSame(
            @ForAll("responses") String text, @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> cuts) {
        anyPieces(text, cuts, HeadPropertyTest::response);
    }

    private static void anyPieces(String text, List<Integer> cuts, Function<Feed.Pieces, Feed.Outcome> parse) {
        int[] sorted = cuts.stream()
                .mapToInt(cut -> Math.min(cut, text.length()))
                .sorted()
                .toArray();
        Feed.Outcome whole = parse.apply(new Feed.Pieces(text));
        Statistics.collect(whole.progress());
        Feed.same(whole, parse.apply(new Feed.Pieces(text, sorted)), "in pieces");
        Feed.same(whole, parse.apply(Feed.Pieces.single(text)), "byte by byte");
    }

    @Property
    void aRequestThatIsWrittenIsReadTheSame(@ForAll("requests") String text) {
        RequestMessage first = new RequestMessage();
        if (new RequestParser(LIMITS).parse(Feed.bytes(text), first) != Progress.DONE) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        dropWhatTheWriterWrites(first);
        HeadWriter.request(first, out, option(first));
        RequestMessage second = new RequestMessage();
        RequestParser parser = new RequestParser(Http1Limits.DEFAULT);
        boolean hostless = !first.hasAuthority();
        assertEquals(hostless ? Progress.REFUSED : Progress.DONE, parser.parse(out, second), parser::problem);
        assertEquals(0, out.readableBytes());
        first.minorVersion(1);
        if (!hostless) {
            dropWhatTheWriterWrites(second);
            assertEquals(Feed.read(first), Feed.read(second));
        }
    }

    @Property
    void aResponseThatIsWrittenIsReadTheSame(@ForAll("responses") String text) {
        ResponseMessage first = new ResponseMessage();
        if (new ResponseParser(LIMITS).parse(Feed.bytes(text), first) != Progress.DONE) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        dropWhatTheWriterWrites(first);
        HeadWriter.response(first, out, option(first));
        ResponseMessage second = new ResponseMessage();
        assertEquals(Progress.DONE, new ResponseParser(Http1Limits.DEFAULT).parse(out, second));
        assertEquals(0, out.readableBytes());
        first.minorVersion(1);
        dropWhatTheWriterWrites(second);
        assertEquals(Feed.read(first), Feed.read(second));
    }

    private static ConnectionOption option(Message message) {
        return message.isKeepAlive() ? ConnectionOption.NONE : ConnectionOption.CLOSE;
    }

    private static void dropWhatTheWriterWrites(Message message) {
        message.fields().dropAll(FieldId.CONNECTION);
        message.fields().dropAll(FieldId.TRANSFER_ENCODING);
    }

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> line = Combinators.combine(
                        mostly("GET", "HEAD", "POST", "OPTIONS", "CONNECT", "G T", ""),
                        mostly(
                                "/",
                                "/a?b=c",
                                "http://a/x",
                                "http://a",
                                "http://a:80?b",
                                "https://A/",
                                "*",
                                "a:80",
                                "//",
                                "",
                                "/#"),
                        mostly("HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/1.1 ", "http/1.1"))
                .as((method, target, version) -> method + " " + target + " " + version);
        return message(
                Combinators.combine(mostly("", "\r\n", "\r\n\r\n\r\n"), line).as(String::concat));
    }

    @Provide
    Arbitrary<String> responses() {
        return message(mostly(
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200",
                "HTTP/1.0 404 Not",
                "HTTP/1.1 304 x",
                "HTTP/1.1 204 y",
                "HTTP/1.1 103 z",
                "HTTP/1.1 2 x"));
    }

    private static Arbitrary<String> message(Arbitrary<String> line) {
        Arbitrary<String> field = Combinators.combine(
                        mostly(
                                "X",
                                "Host",
                                "host",
                                "Content-Length",
                                "Transfer-Encoding",
                                "Connection",
                                "TE",
                                "X-Y",
                                "X ",
                                "",
                                " X"),
                        mostly(":", ": ", ":\t ", " :", ""),
                        mostly(
                                "a",
                                "A:80",
                                "5",
                                "5, 5",
                                "chunked",
                                "close",
                                "keep-alive, X",
                                "",
                                "x".repeat(200),
                                "6",
                                "gzip",
                                "caf\u00e9"),
                        mostly("\r\n", " \r\n", "\t\r\n", "\n", "\r", "\r\n "))
                .as((name, colon, value, end) -> name + colon + value + end);
        Arbitrary<String> fields =
                field.list().ofMaxSize(7).map(all -> all.stream().collect(Collectors.joining()));
        Arbitrary<String> host = mostly("Host: a\r\n", "", "Host: a:80\r\n", "Host: [::1]\r\n");
        Arbitrary<String> sound = Combinators.combine(line, host, fields, mostly("\r\n", "\r\nnext", "", "\n"))
                .as((first, hosts, rest, end) -> first + "\r\n" + hosts + rest + end);
        return Arbitraries.frequencyOf(Tuple.of(3, sound), Tuple.of(1, mutated(sound)));
    }

    private static Arbitrary<String> mutated(Arbitrary<String> sound) {
        Arbitrary<Character> octet =
                Arbitraries.of('\r', '\n', '\0', ' ', '\t', ':', ',', ';', '\u007f', '\u0080', 'x', '"');
        return Combinators.combine(
                        sound,
                        Arbitraries.integers().between(0, 400),
                        octet,
                        Arbitraries.integers().between(0, 1))
                .as((text, at, mutation, replaced) -> {
                    int place = at % text.length();
                    return text.substring(0, place) + mutation + text.substring(place + replaced);
                });
    }

    /** The first ones, which are sound, more often than the last ones, which are not. */
    private static Arbitrary<String> mostly(String... texts) {
        return Arbitraries.integers().between(0, 99).map(n -> texts[n * n / 100 * n / 100 * texts.length / 100]);
    }
}
