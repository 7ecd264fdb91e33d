package io.evenkeel.lb.netty;

import io.evenkeel.lb.testkit.tcp.TcpConnection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** For servers of tests that do what no script can say. */
final class RawHttp {

    private static final String END = "\r\n\r\n";

    private RawHttp() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a head and not a byte more. */
    static String readHead(TcpConnection connection) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END, head.length() - END.length()) < 0) {
            int next = connection.input().read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
