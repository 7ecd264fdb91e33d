package io.evenkeel.lb.netty.corpus;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Netty's decoders as the other opinion, with limits above ours and equal lengths allowed as we do. */
public final class NettyReader {

    private NettyReader() {}

    /** What Netty reads; its ending is {@code REFUSED} for any failure, otherwise {@code COMPLETE} or {@code MORE}. */
    public static Reading read(byte[] bytes, boolean request, String method) {
        EmbeddedChannel channel = new EmbeddedChannel(request ? new HttpRequestDecoder(config()) : responses(method));
        List<Seen> messages = new ArrayList<>();
        String problem = "";
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (Object object = channel.readInbound(); object != null; object = channel.readInbound()) {
                if (!(object instanceof HttpObject part)) {
                    // Raw bytes, behind a 101.
                    ReferenceCountUtil.release(object);
                    break;
                }
                if (part.decoderResult().isFailure()) {
                    problem = String.valueOf(part.decoderResult().cause());
                    ReferenceCountUtil.release(object);
                    break;
                }
                add(object, messages);
                ReferenceCountUtil.release(object);
            }
        } finally {
            channel.finishAndReleaseAll();
        }
        boolean open = !messages.isEmpty() && !messages.get(messages.size() - 1).complete;
        return new Reading(
                messages, problem.isEmpty() ? (open ? Ending.MORE : Ending.COMPLETE) : Ending.REFUSED, 0, problem);
    }

    private static void add(Object object, List<Seen> messages) {
        if (object instanceof HttpMessage message) {
            Seen seen = new Seen();
            seen.minorVersion = message.protocolVersion().minorVersion();
            if (message instanceof HttpRequest request) {
                seen.method = request.method().name();
                seen.target = request.uri();
            } else if (message instanceof HttpResponse response) {
                seen.status = response.status().code();
                seen.reason = response.status().reasonPhrase();
            }
            add(message.headers(), seen.fields);
            messages.add(seen);
        }
        if (object instanceof HttpContent content) {
            Seen seen = messages.get(messages.size() - 1);
            seen.body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            if (content instanceof LastHttpContent last) {
                add(last.trailingHeaders(), seen.trailers);
                seen.complete = true;
            }
        }
    }

    private static void add(HttpHeaders headers, List<String> fields) {
        for (Map.Entry<String, String> entry : headers) {
            fields.add(entry.getKey() + ": " + entry.getValue());
        }
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(1 << 20)
                .setMaxHeaderSize(1 << 20)
                .setMaxChunkSize(1 << 20)
                .setAllowDuplicateContentLengths(true);
    }

    private static HttpResponseDecoder responses(String method) {
        return new HttpResponseDecoder(config()) {
            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                return method.equals("HEAD") || super.isContentAlwaysEmpty(message);
            }
        };
    }
}
