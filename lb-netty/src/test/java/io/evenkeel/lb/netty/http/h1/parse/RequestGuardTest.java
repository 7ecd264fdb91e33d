package io.evenkeel.lb.netty.http.h1.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Http1Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is refused, with what status and why; each fed whole, byte by byte and cut at every position. Bars are
 * CR LF.
 */
class RequestGuardTest {

    private static Feed.Outcome parse(Http1Limits limits, String text) {
        return Feed.everyWay(text, pieces -> Feed.request(limits, pieces));
    }

    private static void assertRefused(int status, String problem, String text) {
        Feed.Outcome outcome = parse(Http1Limits.DEFAULT, text);
        assertEquals(Progress.REFUSED, outcome.progress());
        assertEquals(status + " " + problem, outcome.status() + " " + outcome.problem());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            `|||GET / HTTP/1.1|Host: a`              > 400 > empty lines before the message
            `\r\rGET / HTTP/1.1|Host: a`             > 400 > a CR without LF
            `\nGET / HTTP/1.1|Host: a`               > 400 > a line ends without CR
            ` GET / HTTP/1.1|Host: a`                > 400 > a bad method
            `GET\t/ HTTP/1.1|Host: a`                > 400 > a bad method
            `G(T / HTTP/1.1|Host: a`                 > 400 > a bad method
            `\u0001GET / HTTP/1.1|Host: a`           > 400 > a control character
            `G␀ET / HTTP/1.1|Host: a`           > 400 > a control character
            `ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1|Host: a` > 400 > a bad method
            `GET|Host: a`                            > 400 > a bad method
            `GET /|Host: a`                          > 400 > a bad target
            `GET  / HTTP/1.1|Host: a`                > 400 > a bad target
            `GET /  HTTP/1.1|Host: a`                > 400 > a bad version
            `GET /\tHTTP/1.1|Host: a`                > 400 > a bad target
            `GET / HTTP/1.1 |Host: a`                > 400 > a bad version
            `GET /a#b HTTP/1.1|Host: a`              > 400 > a bad target
            `GET /a\u00e9 HTTP/1.1|Host: a`          > 400 > a bad target
            `GET /a\u007fb HTTP/1.1|Host: a`         > 400 > a control character
            `GET /a␀b HTTP/1.1|Host: a`         > 400 > a control character
            `GET /a\rb HTTP/1.1|Host: a`             > 400 > a CR without LF
            `GET a HTTP/1.1|Host: a`                 > 400 > a bad target
            `GET a:80 HTTP/1.1|Host: a`              > 400 > a bad target
            `GET ?a HTTP/1.1|Host: a`                > 400 > a bad target
            `GET * HTTP/1.1|Host: a`                 > 400 > a bad target
            `OPTIONS ** HTTP/1.1|Host: a`            > 400 > a bad target
            `GET ftp://a/ HTTP/1.1|Host: a`          > 400 > a bad target
            `GET http:/a/ HTTP/1.1|Host: a`          > 400 > a bad target
            `GET http:///a HTTP/1.1|Host: a`         > 400 > a bad target
            `GET http://u@a/ HTTP/1.1|Host: a`       > 400 > a bad target
            `GET http://a:b/ HTTP/1.1|Host: a`       > 400 > a bad target
            `GET http://a\\b/ HTTP/1.1|Host: a`      > 400 > a bad target
            `CONNECT a:80 HTTP/1.1|Host: a:80`       > 501 > a CONNECT
            `CONNECT [::1]:80 HTTP/1.1|Host: a`      > 501 > a CONNECT
            `CONNECT a HTTP/1.1|Host: a`             > 400 > a bad target
            `CONNECT /a HTTP/1.1|Host: a`            > 400 > a bad target
            `CONNECT * HTTP/1.1|Host: a`             > 400 > a bad target
            `CONNECT http://a:80/ HTTP/1.1|Host: a`  > 400 > a bad target
            `GET / HTTP/1.2|Host: a`                 > 505 > a version other than HTTP/1.0 and HTTP/1.1
            `GET / HTTP/0.9|Host: a`                 > 505 > a version other than HTTP/1.0 and HTTP/1.1
            `PRI * HTTP/2.0|Host: a`                 > 505 > a version other than HTTP/1.0 and HTTP/1.1
            `GET / HTTP/1|Host: a`                   > 400 > a bad version
            `GET / HTTP/11.1|Host: a`                > 400 > a bad version
            `GET / http/1.1|Host: a`                 > 400 > a bad version
            `GET / HTTP/1,1|Host: a`                 > 400 > a bad version
            `GET / FTP/1.1|Host: a`                  > 400 > a bad version
            `GET / |Host: a`                         > 400 > a bad version
            `GET / HTTP/1.1\nHost: a`                > 400 > a line ends without CR
            `GET / HTTP\n1.1|Host: a`                > 400 > a line ends without CR
            `GET / HTTP/1.1\rHost: a`                > 400 > a CR without LF
            `GET / HTTP/1.1␀|Host: a`           > 400 > a control character
            """)
    void firstLine(String request, int status, String problem) {
        assertRefused(status, problem, Feed.lines(request) + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            ` X: y`                > 400 > a folded line
            `\tX: y`               > 400 > a folded line
            `X: y| z`              > 400 > a folded line
            `X: y|\tz: a`          > 400 > a folded line
            `X: y| `               > 400 > a folded line
            `X : y`                > 400 > a blank before a colon
            `X\t: y`               > 400 > a blank before a colon
            `X`                    > 400 > a bad field name
            `: y`                  > 400 > a bad field name
            `X(: y`                > 400 > a bad field name
            `X\u00e9: y`           > 400 > a bad field name
            `X Y: z`               > 400 > a blank before a colon
            `"X": y`               > 400 > a bad field name
            `X␀: y`           > 400 > a control character
            `X\u007f: y`           > 400 > a control character
            `X\nY: z`              > 400 > a line ends without CR
            `X\rY: z`              > 400 > a CR without LF
            `X: y\nY: z`           > 400 > a line ends without CR
            `X: y\rY: z`           > 400 > a CR without LF
            `X: y\r\rY: z`         > 400 > a CR without LF
            `X: y\r`               > 400 > a CR without LF
            `X: ␀`            > 400 > a control character
            `X: y␀z`          > 400 > a control character
            `X: y\u000bz`          > 400 > a control character
            `X: abcdefg\u0001`     > 400 > a control character
            `X: \u001f`            > 400 > a control character
            `X: \u007f`            > 400 > a control character
            `\nX: y`               > 400 > a line ends without CR
            `\rX: y`               > 400 > a CR without LF
            """)
    void fields(String field, int status, String problem) {
        assertRefused(status, problem, Feed.lines("GET / HTTP/1.1|Host: a|" + field + "||"));
        assertRefused(status, problem, Feed.lines("GET / HTTP/1.1|" + field + "|Host: a||"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            `Content-Length: 5|Transfer-Encoding: chunked`    > 400 > Content-Length with Transfer-Encoding
            `Transfer-Encoding: chunked|content-length: 5`    > 400 > Content-Length with Transfer-Encoding
            `Transfer-Encoding: gzip|Content-Length: 5`       > 400 > Content-Length with Transfer-Encoding
            `Content-Length: 5|Content-Length: 6`             > 400 > Content-Lengths that differ
            `Content-Length: 5|Content-Length: 05`            > 400 > Content-Lengths that differ
            `Content-Length: 5, 6`                            > 400 > Content-Lengths that differ
            `Content-Length: 5|Content-Length: 5, 6`          > 400 > Content-Lengths that differ
            `Content-Length: 5,`                              > 400 > a bad Content-Length
            `Content-Length: ,5`                              > 400 > a bad Content-Length
            `Content-Length: 5,,5`                            > 400 > a bad Content-Length
            `Content-Length: 5 5`                             > 400 > a bad Content-Length
            `Content-Length: 5;5`                             > 400 > a bad Content-Length
            `Content-Length:`                                 > 400 > a bad Content-Length
            `Content-Length: 5|Content-Length:`               > 400 > a bad Content-Length
            `Content-Length: +5`                              > 400 > a bad Content-Length
            `Content-Length: -5`                              > 400 > a bad Content-Length
            `Content-Length: 0x5`                             > 400 > a bad Content-Length
            `Content-Length: 5.0`                             > 400 > a bad Content-Length
            `Content-Length: 5a`                              > 400 > a bad Content-Length
            `Content-Length: \u00b2`                          > 400 > a bad Content-Length
            `Content-Length: 9223372036854775808`             > 400 > a bad Content-Length
            `Content-Length: 18446744073709551621`            > 400 > a bad Content-Length
            `Content-Length: 00000000000000000005`            > 400 > a bad Content-Length
            `Transfer-Encoding: gzip`                         > 501 > a Transfer-Encoding other than chunked
            `Transfer-Encoding: identity`                     > 501 > a Transfer-Encoding other than chunked
            `Transfer-Encoding: xchunked`                     > 501 > a Transfer-Encoding other than chunked
            `Transfer-Encoding: gzip, chunked`                > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked, chunked`             > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked,`                     > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: , chunked`                    > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked;a=b`                  > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: "chunked"`                    > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked x`                    > 400 > a bad Transfer-Encoding
            `Transfer-Encoding:`                              > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked|Transfer-Encoding: chunked` > 400 > a bad Transfer-Encoding
            `Transfer-Encoding: chunked|Transfer-Encoding: identity` > 400 > a bad Transfer-Encoding
            `Connection: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p|Connection: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q` > 400 > too many options of a connection
            """)
    void framing(String field, int status, String problem) {
        assertRefused(status, problem, Feed.lines("POST / HTTP/1.1|Host: a|" + field + "||"));
    }

    @Test
    void noCodingInHttp10() {
        assertRefused(
                400, "a Transfer-Encoding in HTTP/1.0", Feed.lines("POST / HTTP/1.0|Transfer-Encoding: chunked||"));
        assertRefused(400, "a Transfer-Encoding in HTTP/1.0", Feed.lines("POST / HTTP/1.0|Transfer-Encoding: gzip||"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            `GET / HTTP/1.1|X: y`                              > no Host
            `GET http://a/ HTTP/1.1|X: y`                      > no Host
            `GET / HTTP/1.1|Host: a|Host: a`                   > more than one Host
            `GET / HTTP/1.0|Host: a|Host: b`                   > more than one Host
            `GET / HTTP/1.1|Host:`                             > a bad Host
            `GET / HTTP/1.0|Host:`                             > a bad Host
            `GET / HTTP/1.1|Host: a, b`                        > a bad Host
            `GET / HTTP/1.1|Host: a,b`                         > a bad Host
            `GET / HTTP/1.1|Host: a b`                         > a bad Host
            `GET / HTTP/1.1|Host: u@a`                         > a bad Host
            `GET / HTTP/1.1|Host: a/b`                         > a bad Host
            `GET / HTTP/1.1|Host: a?b`                         > a bad Host
            `GET / HTTP/1.1|Host: a\\b`                        > a bad Host
            `GET / HTTP/1.1|Host: http://a`                    > a bad Host
            `GET / HTTP/1.1|Host: a:b`                         > a bad Host
            `GET / HTTP/1.1|Host: a:80a`                       > a bad Host
            `GET / HTTP/1.1|Host: a:-1`                        > a bad Host
            `GET / HTTP/1.1|Host: a:65536`                     > a bad Host
            `GET / HTTP/1.1|Host: a:000080`                    > a bad Host
            `GET / HTTP/1.1|Host: a:80:80`                     > a bad Host
            `GET / HTTP/1.1|Host: :80`                         > a bad Host
            `GET / HTTP/1.1|Host: a%0`                         > a bad Host
            `GET / HTTP/1.1|Host: caf\u00e9`                   > a bad Host
            `GET / HTTP/1.1|Host: ::1`                         > a bad Host
            `GET / HTTP/1.1|Host: [::1`                        > a bad Host
            `GET / HTTP/1.1|Host: [::1]80`                     > a bad Host
            `GET / HTTP/1.1|Host: []`                          > a bad Host
            `GET / HTTP/1.1|Host: [a]`                         > a bad Host
            `GET http://a/ HTTP/1.1|Host: b`                   > a Host other than the target's
            `GET http://a/ HTTP/1.0|Host: b`                   > a Host other than the target's
            `GET http://a/ HTTP/1.1|Host: a:81`                > a Host other than the target's
            `GET http://a/ HTTP/1.1|Host: a:443`               > a Host other than the target's
            `GET https://a HTTP/1.1|Host: a:80`                > a Host other than the target's
            `GET http://a:81 HTTP/1.1|Host: a`                 > a Host other than the target's
            `GET http://a.b/ HTTP/1.1|Host: a`                 > a Host other than the target's
            """)
    void host(String request, String problem) {
        assertRefused(400, problem, Feed.lines(request) + "\r\n\r\n");
    }

    @Test
    void aTargetThatIsTooLong() {
        Http1Limits limits = Http1Limits.DEFAULT.targetBytes(64);
        String rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
        assertEquals(
                Progress.DONE, parse(limits, "GET /" + "x".repeat(63) + rest).progress());
        Feed.Outcome outcome = parse(limits, "GET /" + "x".repeat(64) + rest);
        assertEquals("431 a target that is too long", outcome.status() + " " + outcome.problem());
    }

    @Test
    void aHeadThatIsTooLong() {
        Http1Limits limits = Http1Limits.DEFAULT.headBytes(1024);
        String start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        String most = start + "x".repeat(1024 - start.length() - 4);
        assertEquals(Progress.DONE, parse(limits, most + "\r\n\r\n").progress());
        for (String text :
                new String[] {most + "x\r\n\r\n", most + "xxxxx", "\r\n" + most + "\r\n\r\n", "G".repeat(2000)}) {
            Feed.Outcome outcome = parse(limits, text);
            assertEquals("431 a head that is too long", outcome.status() + " " + outcome.problem());
        }
    }

    @Test
    void tooManyFields() {
        Http1Limits limits = Http1Limits.DEFAULT.fields(3);
        String most = "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nX: y\r\n";
        assertEquals(Progress.DONE, parse(limits, most + "\r\n").progress());
        Feed.Outcome outcome = parse(limits, most + "X: y\r\n\r\n");
        assertEquals("431 too many fields", outcome.status() + " " + outcome.problem());
    }
}
