package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests that are sound mean; each fed whole, byte by byte and cut at every position. Bars are CR LF. */
class RequestParserTest {

    private static Feed.Outcome parse(String text) {
        return Feed.everyWay(text, pieces -> Feed.request(Http1Limits.DEFAULT, pieces));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            GET / HTTP/1.1|Host: a                               > GET / 1.1 a length -1 [Host=a]
            GET / HTTP/1.1|hOST:a:80                             > GET / 1.1 a:80 length -1 [hOST=a:80]
            GET / HTTP/1.1|Host:  a\t                            > GET / 1.1 a length -1 [Host=a]
            GET / HTTP/1.1|Host: [::1]:8080                      > GET / 1.1 [::1]:8080 length -1 [Host=[::1]:8080]
            GET / HTTP/1.1|Host: a|X:|Y:                         > GET / 1.1 a length -1 [Host=a, X=, Y=]
            GET / HTTP/1.1|Host: a|X: b \tc                      > GET / 1.1 a length -1 [Host=a, X=b \tc]
            GET / HTTP/1.1|Host: a|X: caf\u00e9 \u00ff           > GET / 1.1 a length -1 [Host=a, X=caf\u00e9 \u00ff]
            GET / HTTP/1.1|Host: a|!#$%&'*+-.^_`+`~09aZ: x       > GET / 1.1 a length -1 [Host=a, !#$%&'*+-.^_`+`~09aZ=x]
            ||GET / HTTP/1.1|Host: a                             > GET / 1.1 a length -1 [Host=a]
            M-SEARCH /x?y=a/b?c&d={e}"[<^]" HTTP/1.1|Host: a    > M-SEARCH /x?y=a/b?c&d={e}"[<^]" 1.1 a length -1 [Host=a]
            OPTIONS * HTTP/1.1|Host: a                           > OPTIONS * 1.1 a length -1 [Host=a]
            GET //x HTTP/1.1|Host: a                             > GET //x 1.1 a length -1 [Host=a]
            GET http://a/b?c HTTP/1.1|Host: a                    > GET /b?c 1.1 a length -1 [Host=a]
            GET HTTP://A:80/b HTTP/1.1|Host: a                   > GET /b 1.1 a length -1 [Host=a]
            GET https://a/ HTTP/1.1|Host: A:443                  > GET / 1.1 A:443 length -1 [Host=A:443]
            GET http://a HTTP/1.1|Host: a                        > GET / 1.1 a length -1 [Host=a]
            GET http://a:81?b HTTP/1.1|Host: a:81                > GET /?b 1.1 a:81 length -1 [Host=a:81]
            OPTIONS http://a HTTP/1.1|Host: a                    > OPTIONS * 1.1 a length -1 [Host=a]
            OPTIONS http://a?b HTTP/1.1|Host: a                  > OPTIONS /?b 1.1 a length -1 [Host=a]
            OPTIONS http://a/ HTTP/1.1|Host: a                   > OPTIONS / 1.1 a length -1 [Host=a]
            GET / HTTP/1.0                                       > GET / 1.0  length -1 close []
            GET / HTTP/1.0|Host: a                               > GET / 1.0 a length -1 close [Host=a]
            GET http://a:8/ HTTP/1.0                             > GET / 1.0 a:8 length -1 close [Host=a:8]
            GET / HTTP/1.0|Connection: Keep-Alive                > GET / 1.0  length -1 [Connection=Keep-Alive]
            GET / HTTP/1.0|Connection: keep-alive, close         > GET / 1.0  length -1 close [Connection=keep-alive, close]
            GET / HTTP/1.1|Host: a|Connection: , x ,,CLOSE       > GET / 1.1 a length -1 close [Host=a, Connection=, x ,,CLOSE]
            GET / HTTP/1.1|Host: a|Connection: x|Connection: close > GET / 1.1 a length -1 close [Host=a, Connection=x, Connection=close]
            POST / HTTP/1.1|Host: a|Content-Length: 5            > POST / 1.1 a length 5 [Host=a, Content-Length=5]
            POST / HTTP/1.1|Host: a|Content-Length: 9223372036854775807 > POST / 1.1 a length 9223372036854775807 [Host=a, Content-Length=9223372036854775807]
            POST / HTTP/1.1|Host: a|Content-Length: 005          > POST / 1.1 a length 5 [Host=a, Content-Length=005]
            POST / HTTP/1.1|Host: a|Content-Length: 5, 5 ,5      > POST / 1.1 a length 5 [Host=a, Content-Length=5]
            POST / HTTP/1.1|Host: a|Content-Length: 5|Content-length: 5 > POST / 1.1 a length 5 [Host=a, Content-Length=5]
            POST / HTTP/1.1|Host: a|Transfer-Encoding: Chunked   > POST / 1.1 a length -1 chunked [Host=a, Transfer-Encoding=Chunked]
            """)
    void means(String request, String meaning) {
        Feed.Outcome outcome = parse(Feed.lines(request.replace("`+`", "`")) + "\r\n\r\n");
        assertEquals(Progress.DONE, outcome.progress(), outcome::problem);
        assertEquals(meaning.replace("`+`", "`"), outcome.read());
    }

    @Test
    void whatFollowsAHeadIsLeft() {
        assertEquals(7, parse("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b ").left());
    }

    @Test
    void aHeadWithoutEndNeedsMore() {
        assertEquals(
                Progress.NEED_MORE, parse("GET / HTTP/1.1\r\nHost: a\r\n\r").progress());
        assertEquals(Progress.NEED_MORE, parse("").progress());
    }

    @Test
    void theSameParserAndMessageServeOneRequestAfterTheOther() {
        RequestParser parser = new RequestParser(Http1Limits.DEFAULT);
        RequestMessage message = new RequestMessage();
        ByteBuf in = Feed.bytes("POST /a HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"
                + "GET /b HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n" + "G T");
        assertEquals(Progress.DONE, parser.parse(in, message));
        parser.reset();
        message.clear();
        assertEquals(Progress.DONE, parser.parse(in, message));
        assertEquals("GET /b 1.1 b length -1 close [Host=b, Connection=close]", Feed.read(message));
        parser.reset();
        message.clear();
        assertEquals(Progress.NEED_MORE, parser.parse(in, message));
    }

    @Test
    void anExpectationIsOfHttp11Only() {
        assertTrue(parsed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n")
                .expectsContinue());
        assertFalse(parsed("POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n").expectsContinue());
        assertFalse(parsed("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
                .expectsContinue());
        assertFalse(parsed("POST / HTTP/1.1\r\nHost: a\r\n\r\n").expectsContinue());
    }

    @Test
    void aLargeHeadIsReadInPiecesAndItsBodyLeft() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(50_000) + "\r\n\r\n";
        ByteBuf in = Feed.bytes(head + "b".repeat(100_000));
        RequestMessage message = new RequestMessage();
        assertEquals(Progress.DONE, new RequestParser(Http1Limits.DEFAULT).parse(in, message));
        assertEquals(100_000, in.readableBytes());
        assertEquals(head.length(), message.fields().size());
        message.clear();
        assertEquals(1024, message.fields().bytes().length);
    }

    private static RequestMessage parsed(String text) {
        RequestMessage message = new RequestMessage();
        assertEquals(Progress.DONE, new RequestParser(Http1Limits.DEFAULT).parse(Feed.bytes(text), message));
        return message;
    }
}
