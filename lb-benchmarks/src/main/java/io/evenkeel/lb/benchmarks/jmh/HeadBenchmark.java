package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.Http1Limits;
import io.evenkeel.lb.netty.http.h1.ChunkWriter;
import io.evenkeel.lb.netty.http.h1.ConnectionOption;
import io.evenkeel.lb.netty.http.h1.HeadWriter;
import io.evenkeel.lb.netty.http.h1.parse.ChunkedDecoder;
import io.evenkeel.lb.netty.http.h1.parse.Progress;
import io.evenkeel.lb.netty.http.h1.parse.RequestParser;
import io.evenkeel.lb.netty.http.h1.parse.ResponseParser;
import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.netty.http.rules.HopByHop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do the heads of one exchange cost, from the bytes read to the bytes to write, and do they allocate? With direct
 * buffers, as on a socket. {@code WRK} is a load generator's request and nginx's answer, {@code BROWSER} Chromium's request
 * for a page with cookies, and a long answer.
 *
 * <p>{@code lb-benchmarks/run jmh HeadBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {

    /** A request and its answer. */
    public enum Heads {
        /** The least there is. */
        WRK("""
                GET /index.html HTTP/1.1
                Host: 127.0.0.1:8080

                """, """
                HTTP/1.1 200 OK
                Server: nginx/1.22.1
                Date: Sun, 22 Nov 2026 22:26:11 GMT
                Content-Type: text/plain
                Content-Length: 1024
                Connection: keep-alive

                """),
        /** What people send. */
        BROWSER("""
                GET /shop/items?page=3&sort=price HTTP/1.1
                Host: www.example.com
                Connection: keep-alive
                Cache-Control: max-age=0
                sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"
                sec-ch-ua-mobile: ?0
                sec-ch-ua-platform: "Linux"
                Upgrade-Insecure-Requests: 1
                User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8
                Sec-Fetch-Site: same-origin
                Sec-Fetch-Mode: navigate
                Sec-Fetch-User: ?1
                Sec-Fetch-Dest: document
                Referer: https://www.example.com/shop/items?page=2&sort=price
                Accept-Encoding: gzip, deflate, br, zstd
                Accept-Language: en-GB,en;q=0.9,de;q=0.8
                Cookie: session=3f786850e387550fdab836ed7e6dc881de23001b; theme=dark; EKID=AAECAwQFBgcICQ

                """, """
                HTTP/1.1 200 OK
                Server: nginx
                Date: Sun, 22 Nov 2026 22:26:11 GMT
                Content-Type: text/html; charset=utf-8
                Transfer-Encoding: chunked
                Connection: keep-alive
                Vary: Accept-Encoding, Cookie
                Cache-Control: private, no-cache, must-revalidate
                Set-Cookie: session=3f786850e387550fdab836ed7e6dc881de23001b; Path=/; Secure; HttpOnly; SameSite=Lax
                X-Content-Type-Options: nosniff
                X-Frame-Options: SAMEORIGIN
                Strict-Transport-Security: max-age=31536000; includeSubDomains
                Content-Encoding: gzip

                """);

        private final String request;
        private final String response;

        Heads(String request, String response) {
            this.request = request.replace("\n", "\r\n");
            this.response = response.replace("\n", "\r\n");
        }
    }

    private static final int CHUNKS = 16;
    private static final int CHUNK = 1024;

    @Param
    public Heads heads;

    private final byte[] client = "192.0.2.17".getBytes(StandardCharsets.US_ASCII);
    private final RequestParser requests = new RequestParser(Http1Limits.DEFAULT);
    private final RequestMessage request = new RequestMessage();
    private final ResponseParser responses = new ResponseParser(Http1Limits.DEFAULT);
    private final ResponseMessage response = new ResponseMessage();
    private final ChunkedDecoder decoder = new ChunkedDecoder(Http1Limits.DEFAULT);
    private ByteBuf requestBytes;
    private ByteBuf responseBytes;
    private ByteBuf body;
    private ByteBuf out;

    @Setup
    public void fill() {
        requestBytes = direct(heads.request);
        responseBytes = direct(heads.response);
        out = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
        body = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
        for (int i = 0; i < CHUNKS; i++) {
            ChunkWriter.head(CHUNK, body);
            body.writeZero(CHUNK);
            ChunkWriter.tail(body);
        }
        ChunkWriter.end(decoder.trailers(), body);
    }

    private static ByteBuf direct(String text) {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        return bytes;
    }

    @TearDown
    public void release() {
        requestBytes.release();
        responseBytes.release();
        body.release();
        out.release();
    }

    /** Parse, strip, say for whom, write. */
    @Benchmark
    public int request() {
        requestBytes.readerIndex(0);
        if (requests.parse(requestBytes, request) != Progress.DONE) {
            throw new IllegalStateException(requests.problem());
        }
        HopByHop.strip(request);
        request.fields().add(FieldId.X_FORWARDED_FOR, client, 0, client.length);
        out.clear();
        HeadWriter.request(request, out, ConnectionOption.NONE);
        requests.reset();
        request.clear();
        return out.writerIndex();
    }

    /** Of that, what the parser and its guard take. */
    @Benchmark
    public Progress parseRequest() {
        requestBytes.readerIndex(0);
        Progress progress = requests.parse(requestBytes, request);
        requests.reset();
        request.clear();
        return progress;
    }

    /** Parse, strip, write. */
    @Benchmark
    public int response() {
        responseBytes.readerIndex(0);
        if (responses.parse(responseBytes, response) != Progress.DONE) {
            throw new IllegalStateException(responses.problem());
        }
        HopByHop.strip(response);
        out.clear();
        HeadWriter.response(response, out, ConnectionOption.NONE);
        responses.reset();
        response.clear();
        return out.writerIndex();
    }

    /** A body of 16 chunks of 1 KiB: decode, and write them as chunks anew; the data is copied. */
    @Benchmark
    public int chunked() {
        body.readerIndex(0);
        out.clear();
        ChunkedDecoder.Event event = decoder.next(body);
        while (event == ChunkedDecoder.Event.DATA) {
            int size = decoder.dataBytes();
            ChunkWriter.head(size, out);
            out.writeBytes(body, size);
            ChunkWriter.tail(out);
            event = decoder.next(body);
        }
        ChunkWriter.end(decoder.trailers(), out);
        decoder.reset();
        return out.writerIndex();
    }
}
