package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.route.FixedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The answers that the balancer gives itself: short, and without a word about what is behind it. */
public final class Answers {

    private static final Map<Integer, FixedAnswer> BY_STATUS = new ConcurrentHashMap<>();

    private Answers() {}

    /**
     * The answer that says no more than its status.
     *
     * @param status 400 to 599
     * @return the same answer for each status
     */
    public static FixedAnswer of(int status) {
        return BY_STATUS.computeIfAbsent(status, Answers::make);
    }

    private static FixedAnswer make(int status) {
        return FixedAnswer.of(status).text((status + " " + reason(status)).trim() + "\n");
    }

    /** RFC 9110, 15; for a status that it does not have, none: nobody should read them. */
    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }

    /**
     * Makes a message of an answer.
     *
     * @param answer the answer
     * @param into an empty message
     */
    public static void fill(FixedAnswer answer, ResponseMessage into) {
        into.clear();
        into.status(answer.status());
        Fields fields = into.fields();
        int start = fields.append(reason(answer.status()));
        into.reason(start, fields.size());
        answer.contentType().ifPresent(type -> fields.add(FieldId.CONTENT_TYPE, type));
        answer.forEachHeader(fields::add);
        if (!into.hasNoBody(false)) {
            into.contentLength(answer.bodyLength());
            fields.add(FieldId.CONTENT_LENGTH, Integer.toString(answer.bodyLength()));
        }
    }

    /**
     * An answer's body.
     *
     * @param answer of one byte or more
     * @param allocator makes the buffer
     * @return the caller's
     */
    public static ByteBuf body(FixedAnswer answer, ByteBufAllocator allocator) {
        return allocator.directBuffer(answer.bodyLength()).writeBytes(answer.body());
    }
}
