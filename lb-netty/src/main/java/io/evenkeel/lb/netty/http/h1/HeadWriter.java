package io.evenkeel.lb.netty.http.h1;

import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.Octets;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.netty.buffer.ByteBuf;

/**
 * Emits heads: lines that are as we would write them, and follow each other, are copied as one range, which for most
 * messages means one or two copies; the others are put together. All is HTTP/1.1, whatever the sender's version.
 *
 * <p>The message is emitted as it is: fields that are for one hop have been stripped; a length goes out with the other
 * fields; {@link Message#isChunked} makes the line about chunks.
 */
public final class HeadWriter {

    private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Octets.of("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Octets.of("Connection: keep-alive\r\n");
    private static final byte[] VERSION_END = Octets.of(" HTTP/1.1\r\n");
    private static final byte[] VERSION_START = Octets.of("HTTP/1.1 ");
    private static final int CR_LF = ('\r' << 8) | '\n';
    private static final int COLON_SPACE = (':' << 8) | ' ';

    /** More than all that is emitted beside what the message's bytes hold, but for lines that are put together. */
    private static final int EXTRA = 128;

    private HeadWriter() {}

    /**
     * Emits the head of a request.
     *
     * @param request sound, stripped
     * @param out grows as needed
     * @param option about the connection
     */
    public static void request(RequestMessage request, ByteBuf out, ConnectionOption option) {
        Fields fields = request.fields();
        out.ensureWritable(fields.size() + EXTRA);
        if (request.lineEnd() == request.lineStart()) {
            byte[] bytes = fields.bytes();
            out.writeBytes(bytes, request.methodStart(), request.methodEnd() - request.methodStart());
            out.writeByte(' ');
            out.writeBytes(bytes, request.targetStart(), request.targetEnd() - request.targetStart());
            out.writeBytes(VERSION_END);
        }
        rest(request, out, option);
    }

    /**
     * Emits the head of a response.
     *
     * @param response sound, stripped
     * @param out grows as needed
     * @param option about the connection
     */
    public static void response(ResponseMessage response, ByteBuf out, ConnectionOption option) {
        Fields fields = response.fields();
        out.ensureWritable(fields.size() + EXTRA);
        if (response.lineEnd() == response.lineStart()) {
            int status = response.status();
            out.writeBytes(VERSION_START);
            out.writeByte('0' + status / 100);
            out.writeByte('0' + status / 10 % 10);
            out.writeByte('0' + status % 10);
            out.writeByte(' ');
            out.writeBytes(fields.bytes(), response.reasonStart(), response.reasonEnd() - response.reasonStart());
            out.writeShort(CR_LF);
        }
        rest(response, out, option);
    }

    private static void rest(Message message, ByteBuf out, ConnectionOption option) {
        lines(message.fields(), message.lineStart(), message.lineEnd(), out);
        if (message.isChunked()) {
            out.writeBytes(CHUNKED);
        }
        if (option != ConnectionOption.NONE) {
            out.writeBytes(option == ConnectionOption.CLOSE ? CLOSE : KEEP_ALIVE);
        }
        out.writeShort(CR_LF);
    }

    /** Emits the fields that are not dropped, behind a range that is to go before them. */
    static void lines(Fields fields, int from, int to, ByteBuf out) {
        byte[] bytes = fields.bytes();
        int start = from;
        int end = to;
        for (int i = 0, count = fields.count(); i < count; i++) {
            if (fields.isDropped(i)) {
                continue;
            }
            int line = fields.nameStart(i);
            if (line != end || !fields.isLine(i)) {
                if (end > start) {
                    out.writeBytes(bytes, start, end - start);
                }
                start = line;
                end = line;
            }
            if (fields.isLine(i)) {
                end = fields.valueEnd(i) + 2;
            } else {
                putTogether(fields, i, out);
            }
        }
        if (end > start) {
            out.writeBytes(bytes, start, end - start);
        }
    }

    private static void putTogether(Fields fields, int i, ByteBuf out) {
        byte[] bytes = fields.bytes();
        out.writeBytes(bytes, fields.nameStart(i), fields.nameEnd(i) - fields.nameStart(i));
        out.writeShort(COLON_SPACE);
        out.writeBytes(bytes, fields.valueStart(i), fields.valueEnd(i) - fields.valueStart(i));
        out.writeShort(CR_LF);
    }
}
