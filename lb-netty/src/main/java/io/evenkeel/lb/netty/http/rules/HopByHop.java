package io.evenkeel.lb.netty.http.rules;

import static io.evenkeel.lb.netty.http.message.FieldId.CONNECTION;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.ListItems;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.Octets;

/**
 * Takes out what was meant for us and not for the next hop (RFC 9110, 7.6.1): Connection and the fields it names,
 * Transfer-Encoding, Keep-Alive, TE, Upgrade, and those of proxies. Trailer stays, as trailers go on.
 *
 * <p>A name that has a number of its own cannot be nominated: else a client could take Host, a length, a cookie, or
 * what we say about it, away from the request that the server gets.
 */
public final class HopByHop {

    private static final long MASK = FieldId.mask(
            CONNECTION,
            FieldId.TRANSFER_ENCODING,
            FieldId.KEEP_ALIVE,
            FieldId.PROXY_CONNECTION,
            FieldId.PROXY_AUTHENTICATE,
            FieldId.PROXY_AUTHORIZATION,
            FieldId.PROXY_AUTHENTICATION_INFO,
            FieldId.TE,
            FieldId.UPGRADE,
            FieldId.HTTP2_SETTINGS);

    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final byte[] CLOSE = Octets.of("close");

    private HopByHop() {}

    /**
     * Takes them out.
     *
     * @param message as a parser has left it; its framing is not touched
     */
    public static void strip(Message message) {
        Fields fields = message.fields();
        if (!fields.mayHave(MASK)) {
            return;
        }
        for (int i = fields.find(CONNECTION, 0); i >= 0; i = fields.find(CONNECTION, i + 1)) {
            if (!isOption(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))) {
                dropNominated(fields, fields.valueStart(i), fields.valueEnd(i));
            }
        }
        for (int i = 0, count = fields.count(); i < count; i++) {
            if (((1L << fields.id(i)) & MASK) != 0) {
                fields.drop(i);
            }
        }
    }

    private static void dropNominated(Fields fields, int from, int to) {
        byte[] bytes = fields.bytes();
        for (int start = ListItems.start(bytes, from, to); start < to; ) {
            int end = ListItems.end(bytes, start, to);
            if (!isOption(bytes, start, end)) {
                dropOthers(fields, start, end);
            }
            start = ListItems.start(bytes, end, to);
        }
    }

    /** The two that nearly everybody sends name no field. */
    private static boolean isOption(byte[] bytes, int from, int to) {
        return Octets.alike(bytes, from, to, KEEP_ALIVE) || Octets.alike(bytes, from, to, CLOSE);
    }

    private static void dropOthers(Fields fields, int from, int to) {
        int length = to - from;
        byte[] bytes = fields.bytes();
        for (int i = 0, count = fields.count(); i < count; i++) {
            int name = fields.nameStart(i);
            if (fields.id(i) == FieldId.OTHER
                    && fields.nameEnd(i) - name == length
                    && Octets.alike(bytes, name, from, length)) {
                fields.drop(i);
            }
        }
    }
}
