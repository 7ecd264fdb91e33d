package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.FieldId;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.ListItems;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.netty.http.message.Octets;
import org.jspecify.annotations.Nullable;

/** What Connection says: close, keep-alive, and names of fields; bounded, as each name is looked for among the fields. */
final class ConnectionOptions {

    private static final int MAX = 32;
    private static final byte[] KEEP_ALIVE = Octets.of("keep-alive");
    private static final byte[] CLOSE = Octets.of("close");

    private ConnectionOptions() {}

    /** Reads them: close wins over all, keep-alive makes the difference in HTTP/1.0. */
    static @Nullable Fault read(Message message) {
        Fields fields = message.fields();
        int only = fields.find(FieldId.CONNECTION, 0);
        boolean usual = Octets.alike(fields.bytes(), fields.valueStart(only), fields.valueEnd(only), KEEP_ALIVE);
        if (usual && fields.find(FieldId.CONNECTION, only + 1) < 0) {
            message.keepAlive(true);
            return null;
        }
        return readAll(message, fields);
    }

    private static @Nullable Fault readAll(Message message, Fields fields) {
        byte[] bytes = fields.bytes();
        boolean close = false;
        boolean keepAlive = message.isKeepAlive();
        int options = 0;
        for (int i = fields.find(FieldId.CONNECTION, 0); i >= 0; i = fields.find(FieldId.CONNECTION, i + 1)) {
            int to = fields.valueEnd(i);
            for (int at = ListItems.start(bytes, fields.valueStart(i), to); at < to; ) {
                int end = ListItems.end(bytes, at, to);
                close |= Octets.alike(bytes, at, end, CLOSE);
                keepAlive |= Octets.alike(bytes, at, end, KEEP_ALIVE);
                if (++options > MAX) {
                    return Fault.TOO_MANY_OPTIONS;
                }
                at = ListItems.start(bytes, end, to);
            }
        }
        message.keepAlive(keepAlive && !close);
        return null;
    }
}
