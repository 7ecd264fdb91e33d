package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses, sound and not; each fed whole, byte by byte and cut at every position. Bars are CR LF. */
class ResponseParserTest {

    private static Feed.Outcome parse(String text) {
        return Feed.everyWay(text, pieces -> Feed.response(Http1Limits.DEFAULT, pieces));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            HTTP/1.1 200 OK                                        > 200 1.1 length -1 []
            HTTP/1.1 200 OK|Content-Length: 5                      > 200 1.1 length 5 [Content-Length=5]
            HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 5    > 200 1.1 length 5 [Content-Length=5]
            HTTP/1.1 200 OK|Transfer-Encoding: chunked             > 200 1.1 length -1 chunked [Transfer-Encoding=chunked]
            HTTP/1.1 200 OK|Connection: close                      > 200 1.1 length -1 close [Connection=close]
            HTTP/1.0 200 OK                                        > 200 1.0 length -1 close []
            HTTP/1.0 200 OK|Connection: keep-alive                 > 200 1.0 length -1 [Connection=keep-alive]
            `HTTP/1.1 404 `                                        > 404 1.1 length -1 []
            HTTP/1.1 404                                           > 404 1.1 length -1 []
            HTTP/1.1 500 ca\u00e7a \t va                           > 500 1.1 length -1 []
            HTTP/1.1 999 x                                         > 999 1.1 length -1 []
            HTTP/1.1 100 Continue                                  > 100 1.1 length -1 []
            HTTP/1.1 204 No Content|Content-Length: 0              > 204 1.1 length -1 []
            HTTP/1.1 304 Not Modified|Content-Length: 9            > 304 1.1 length 9 [Content-Length=9]
            HTTP/1.1 304 Not Modified|Transfer-Encoding: chunked   > 304 1.1 length -1 chunked [Transfer-Encoding=chunked]
            """)
    void means(String response, String meaning) {
        Feed.Outcome outcome = parse(Feed.lines(response) + "\r\n\r\n");
        assertEquals(Progress.DONE, outcome.progress(), outcome::problem);
        assertEquals(meaning, outcome.read());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            `|HTTP/1.1 200 OK`                                     > a bad status line
            `ICY 200 OK`                                           > a bad status line
            `HTTP/1.1`                                             > a bad status line
            `HTTP/1.1 20`                                          > a bad status line
            `HTTP/1.1 2000 OK`                                     > a bad status line
            `HTTP/1.1 099 OK`                                      > a bad status line
            `HTTP/1.1 2x0 OK`                                      > a bad status line
            `HTTP/1.1 -20 OK`                                      > a bad status line
            `HTTP/1.1  200 OK`                                     > a bad status line
            `HTTP/1.1 200\tOK`                                     > a bad status line
            `HTTP/1.1\t200 OK`                                     > a bad status line
            `http/1.1 200 OK`                                      > a bad status line
            `HTTP/2.0 200 OK`                                      > a version other than HTTP/1.0 and HTTP/1.1
            `HTTP/1.2 200 OK`                                      > a version other than HTTP/1.0 and HTTP/1.1
            `HTTP/1.1 200 OK\nX: y`                                > a line ends without CR
            `HTTP/1.1 200 O\rK`                                    > a CR without LF
            `HTTP/1.1 200 O␀K`                                     > a control character
            `HTTP/1.1 200 OK| X: y`                                > a folded line
            `HTTP/1.1 200 OK|X: y|\tz`                             > a folded line
            `HTTP/1.1 200 OK|X : y`                                > a blank before a colon
            `HTTP/1.1 200 OK|X`                                    > a bad field name
            `HTTP/1.1 200 OK|X: y\u0001`                           > a control character
            `HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked` > Content-Length with Transfer-Encoding
            `HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6`  > Content-Lengths that differ
            `HTTP/1.1 200 OK|Content-Length: -5`                   > a bad Content-Length
            `HTTP/1.1 200 OK|Transfer-Encoding: gzip`              > a Transfer-Encoding other than chunked
            `HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked`     > a bad Transfer-Encoding
            `HTTP/1.0 200 OK|Transfer-Encoding: chunked`           > a Transfer-Encoding in HTTP/1.0
            `HTTP/1.1 204 No Content|Content-Length: 5`            > a body where there can be none
            `HTTP/1.1 204 No Content|Transfer-Encoding: chunked`   > a body where there can be none
            `HTTP/1.1 100 Continue|Content-Length: 5`              > a body where there can be none
            `HTTP/1.1 103 Early Hints|Transfer-Encoding: chunked`  > a body where there can be none
            """)
    void isRefused(String response, String problem) {
        Feed.Outcome outcome = parse(Feed.lines(response) + "\r\n\r\n");
        assertEquals(Progress.REFUSED, outcome.progress());
        assertEquals(problem, outcome.problem());
    }

    @Test
    void anInformationalHeadAndTheFinalOneFollowEachOther() {
        ResponseParser parser = new ResponseParser(Http1Limits.DEFAULT);
        ResponseMessage message = new ResponseMessage();
        ByteBuf in = Feed.bytes("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody");
        assertEquals(Progress.DONE, parser.parse(in, message));
        assertTrue(message.isInformational());
        parser.reset();
        message.clear();
        assertEquals(Progress.DONE, parser.parse(in, message));
        assertFalse(message.isInformational());
        assertEquals("200 1.1 length -1 []", Feed.read(message));
        assertEquals(4, in.readableBytes());
    }
}
