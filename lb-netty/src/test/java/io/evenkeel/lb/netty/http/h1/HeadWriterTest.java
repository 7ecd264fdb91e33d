package io.evenkeel.lb.netty.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.h1.parse.Feed;
import io.evenkeel.lb.netty.http.h1.parse.Progress;
import io.evenkeel.lb.netty.http.h1.parse.RequestParser;
import io.evenkeel.lb.netty.http.h1.parse.ResponseParser;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.HopByHop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out for what came in. Bars are CR LF. */
class HeadWriterTest {

    private static RequestMessage request(String text) {
        RequestMessage message = new RequestMessage();
        assertEquals(
                Progress.DONE, new RequestParser(Http1Limits.DEFAULT).parse(Feed.bytes(Feed.lines(text)), message));
        return message;
    }

    private static ResponseMessage response(String text) {
        ResponseMessage message = new ResponseMessage();
        assertEquals(
                Progress.DONE, new ResponseParser(Http1Limits.DEFAULT).parse(Feed.bytes(Feed.lines(text)), message));
        return message;
    }

    private static String text(ByteBuf out) {
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "|");
    }

    private static String written(RequestMessage request) {
        ByteBuf out = Unpooled.buffer(0);
        HeadWriter.request(request, out, ConnectionOption.NONE);
        return text(out);
    }

    private static String written(ResponseMessage response, ConnectionOption option) {
        ByteBuf out = Unpooled.buffer(0);
        HeadWriter.response(response, out, option);
        return text(out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            GET / HTTP/1.1|Host: a||                            > GET / HTTP/1.1|Host: a||
            GET / HTTP/1.1|Host: a|X: y|Z: w||                  > GET / HTTP/1.1|Host: a|X: y|Z: w||
            |GET / HTTP/1.1|Host: a||                           > GET / HTTP/1.1|Host: a||
            GET / HTTP/1.1|Host:a|X:  y \t|Z:\tw|V: u||         > GET / HTTP/1.1|Host: a|X: y|Z: w|V: u||
            GET / HTTP/1.1|Host: a|X:|Y: |Z:  |W: v||           > GET / HTTP/1.1|Host: a|X: |Y: |Z: |W: v||
            GET / HTTP/1.1|Connection: close|Host: a||          > GET / HTTP/1.1|Host: a||
            GET / HTTP/1.1|Host: a|Connection: X|X: y|Z: w||    > GET / HTTP/1.1|Host: a|Z: w||
            GET / HTTP/1.0|Host: a||                            > GET / HTTP/1.1|Host: a||
            GET http://a/b HTTP/1.0||                           > GET /b HTTP/1.1|Host: a||
            GET http://a?b HTTP/1.1|Host: a||                   > GET /?b HTTP/1.1|Host: a||
            OPTIONS http://a HTTP/1.1|Host: a||                 > OPTIONS * HTTP/1.1|Host: a||
            POST / HTTP/1.1|Host: a|Content-Length: 5||         > POST / HTTP/1.1|Host: a|Content-Length: 5||
            POST / HTTP/1.1|Host: a|Content-Length: 5, 5|X: y|| > POST / HTTP/1.1|Host: a|Content-Length: 5|X: y||
            POST / HTTP/1.1|Host: a|Content-Length: 5|X: y|Content-Length: 5|| > POST / HTTP/1.1|Host: a|Content-Length: 5|X: y||
            POST / HTTP/1.1|Transfer-Encoding: CHUNKED|Host: a|| > POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||
            """)
    void requests(String in, String out) {
        RequestMessage request = request(in);
        HopByHop.strip(request);
        assertEquals(out, written(request));
    }

    @Test
    void whatWasChangedAndAddedGoesOutBehind() {
        RequestMessage request = request("GET /a HTTP/1.1|Host: a|X: y||");
        request.target("/b?c");
        request.fields().add(FieldId.X_FORWARDED_FOR, "1.2.3.4");
        request.fields().dropAll("x");
        assertEquals("GET /b?c HTTP/1.1|Host: a|X-Forwarded-For: 1.2.3.4||", written(request));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            HTTP/1.1 200 OK|X: y||                              > HTTP/1.1 200 OK|X: y||
            HTTP/1.1 200 ||                                     > HTTP/1.1 200 ||
            HTTP/1.1 200||                                      > HTTP/1.1 200 ||
            HTTP/1.0 404 Not here|X: y||                        > HTTP/1.1 404 Not here|X: y||
            HTTP/1.1 200 OK|Transfer-Encoding: chunked|X:y||    > HTTP/1.1 200 OK|X: y|Transfer-Encoding: chunked||
            HTTP/1.1 200 OK|Connection: close|Content-Length: 5|| > HTTP/1.1 200 OK|Content-Length: 5||
            HTTP/1.1 204 No Content|Content-Length: 0||         > HTTP/1.1 204 No Content||
            """)
    void responses(String in, String out) {
        ResponseMessage response = response(in);
        HopByHop.strip(response);
        assertEquals(out, written(response, ConnectionOption.NONE));
    }

    @Test
    void theConnectionsOption() {
        ResponseMessage response = response("HTTP/1.1 200 OK|X: y||");
        assertEquals("HTTP/1.1 200 OK|X: y|Connection: close||", written(response, ConnectionOption.to(1, false)));
        assertEquals("HTTP/1.1 200 OK|X: y|Connection: close||", written(response, ConnectionOption.to(0, false)));
        assertEquals("HTTP/1.1 200 OK|X: y|Connection: keep-alive||", written(response, ConnectionOption.to(0, true)));
        assertEquals("HTTP/1.1 200 OK|X: y||", written(response, ConnectionOption.to(1, true)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "9, 9",
        "10, a",
        "15, f",
        "16, 10",
        "255, ff",
        "4096, 1000",
        "65535, ffff",
        "2147483647, 7fffffff"
    })
    void chunkHeads(int size, String digits) {
        ByteBuf out = Unpooled.buffer();
        ChunkWriter.head(size, out);
        ChunkWriter.tail(out);
        assertEquals(digits + "||", text(out));
    }

    @Test
    void theEndOfABody() {
        ByteBuf out = Unpooled.buffer();
        Fields trailers = new Fields();
        ChunkWriter.end(trailers, out);
        trailers.add("X", "y");
        trailers.add("Z", "w");
        trailers.drop(0);
        ChunkWriter.end(trailers, out);
        assertEquals("0||0|Z: w||", text(out));
    }
}
