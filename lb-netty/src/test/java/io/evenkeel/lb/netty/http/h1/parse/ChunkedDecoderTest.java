package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Http1Limits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked bodies, sound and not; each fed whole, byte by byte and cut at every position. Bars are CR LF. */
class ChunkedDecoderTest {

    private static final Http1Limits LIMITS =
            Http1Limits.DEFAULT.headBytes(1024).fields(3);

    private static Feed.Outcome decode(Feed.Pieces pieces) {
        ChunkedDecoder decoder = new ChunkedDecoder(LIMITS);
        StringBuilder data = new StringBuilder();
        ChunkedDecoder.Event event = pieces.feed(piece -> all(decoder, piece, data), ChunkedDecoder.Event.NEED_MORE);
        Progress progress = switch (event) {
            case END -> Progress.DONE;
            case REFUSED -> Progress.REFUSED;
            default -> Progress.NEED_MORE;
        };
        String read = progress == Progress.DONE ? data + " " + Feed.fields(decoder.trailers()) : data.toString();
        return new Feed.Outcome(progress, 0, decoder.problem(), read, pieces.left());
    }

    private static ChunkedDecoder.Event all(ChunkedDecoder decoder, ByteBuf in, StringBuilder data) {
        while (true) {
            ChunkedDecoder.Event event = decoder.next(in);
            if (event != ChunkedDecoder.Event.DATA) {
                return event;
            }
            data.append(in.readCharSequence(decoder.dataBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private static Feed.Outcome decode(String text) {
        return Feed.everyWay(text, ChunkedDecoderTest::decode);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            0||                                            > ` []`
            5|hello|0||                                    > hello []
            5|hello|6| world|0||                           > hello world []
            00000005|hello|00||                            > hello []
            0000000000000005|hello|0000000000000000||      > hello []
            A|0123456789|0||                               > 0123456789 []
            `a|01234\r\n789|0||`                           > `01234\r\n789 []`
            5;a|hello|0||                                  > hello []
            5;a=b;c="d e;\\"\\\\f\t\u00e9";g|hello|0;x=""||  > hello []
            5|hello|0|X: y|Z:  a ||                        > hello [X=y, Z=a]
            0|Host: a|Content-length: 5|X: y||             > ` [X=y]`
            0|Transfer-Encoding: chunked|Authorization: x|Set-Cookie: y|| > ` []`
            """)
    void means(String body, String meaning) {
        Feed.Outcome outcome = decode(Feed.lines(body) + "next");
        assertEquals(Progress.DONE, outcome.progress(), outcome::problem);
        assertEquals(meaning, outcome.read());
        assertEquals(4, outcome.left());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            `|hello`                  > a bad chunk size
            `;a|hello`                > a bad chunk size
            `g|hello`                 > a bad chunk size
            `0x5|hello`               > a bad chunk size
            `+5|hello`                > a bad chunk size
            `-5|hello`                > a bad chunk size
            ` 5|hello`                > a bad chunk size
            `5 |hello`                > a bad chunk size
            `5 ;a|hello`              > a bad chunk size
            `5\t|hello`               > a bad chunk size
            `5,5|hello`               > a bad chunk size
            `5␀|hello`                > a bad chunk size
            `5\nhello`                > a bad chunk size
            `00000000000000005|hello` > a bad chunk size
            `8000000000000000|hello`  > a bad chunk size
            `ffffffffffffffff|hello`  > a bad chunk size
            `5\rhello`                > a CR without LF
            `5\r\rhello`              > a CR without LF
            `5;a\nhello`              > a bad chunk extension
            `5;a\rhello`              > a CR without LF
            `5;|hello`                > a bad chunk extension
            `5;a;|hello`              > a bad chunk extension
            `5;=b|hello`              > a bad chunk extension
            `5;a=|hello`              > a bad chunk extension
            `5;a=b=c|hello`           > a bad chunk extension
            `5; a|hello`              > a bad chunk extension
            `5;a |hello`              > a bad chunk extension
            `5;a= b|hello`            > a bad chunk extension
            `5;a="b|hello`            > a bad chunk extension
            `5;a="b\r\n0\r\n\r\n"|hello` > a bad chunk extension
            `5;a="b\\\nc"|hello`      > a bad chunk extension
            `5;a="b"c|hello`          > a bad chunk extension
            `5;a="b␀"|hello`          > a bad chunk extension
            `5;a␀|hello`              > a bad chunk extension
            `5|hellox|`               > a chunk that does not end with CR LF
            `5|hello\n0||`            > a chunk that does not end with CR LF
            `5|hello\rx`              > a chunk that does not end with CR LF
            `5|hello||0||`            > a bad chunk size
            `0| X: y||`               > a folded line
            `0|X : y||`               > a blank before a colon
            `0|X||`                   > a bad field name
            `0|X: y\nZ: a||`          > a line ends without CR
            `0|\n`                    > a line ends without CR
            `0|A: b|C: d|E: f|G: h||` > too many fields
            """)
    void isRefused(String body, String problem) {
        Feed.Outcome outcome = decode(Feed.lines(body));
        assertEquals(Progress.REFUSED, outcome.progress());
        assertEquals(problem, outcome.problem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5|",
                "5|hell",
                "5|hello",
                "5|hello|",
                "5|hello|0",
                "0|",
                "0|X: y|",
                "7fffffffffffffff|x"
            })
    void hasNoEndYet(String body) {
        assertEquals(Progress.NEED_MORE, decode(Feed.lines(body)).progress());
    }

    @Test
    void trailersAreBounded() {
        assertEquals(
                "a head that is too long", decode("0\r\nX: " + "y".repeat(2000)).problem());
    }

    /** Over a body they may have as many bytes as a head and the data so far. */
    @Test
    void extensionsAreBounded() {
        String chunk = "1;" + "x".repeat(99) + "\r\ny\r\n";
        assertEquals(Progress.DONE, decode(chunk.repeat(10) + "0\r\n\r\n").progress());
        assertEquals(
                "chunk extensions that are too long",
                decode(chunk.repeat(11) + "0\r\n\r\n").problem());
        String fat = "64;" + "x".repeat(99) + "\r\n" + "y".repeat(100) + "\r\n";
        assertEquals(
                Progress.DONE,
                decode(new Feed.Pieces(fat.repeat(1000) + "0\r\n\r\n")).progress());
        String large = "ffff\r\n" + "y".repeat(65535) + "\r\n";
        assertEquals(
                "chunk extensions that are too long",
                decode(new Feed.Pieces(large + "1;" + "x".repeat(5000) + "\r\n"))
                        .problem());
    }

    @Test
    void theSameDecoderServesOneBodyAfterTheOther() {
        ChunkedDecoder decoder = new ChunkedDecoder(LIMITS);
        StringBuilder data = new StringBuilder();
        ByteBuf in = Feed.bytes("1;a=b\r\nx\r\n0\r\nX: y\r\n\r\n" + "1\r\nz\r\n0\r\n\r\n" + "g");
        assertEquals(ChunkedDecoder.Event.END, all(decoder, in, data));
        assertEquals(1, decoder.trailers().count());
        decoder.reset();
        assertEquals(0, decoder.trailers().count());
        assertEquals(ChunkedDecoder.Event.END, all(decoder, in, data));
        decoder.reset();
        assertEquals(ChunkedDecoder.Event.REFUSED, all(decoder, in, data));
        assertEquals("xz", data.toString());
    }
}
