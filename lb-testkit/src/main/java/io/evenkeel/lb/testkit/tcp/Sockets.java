package io.evenkeel.lb.testkit.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** Ways to end a socket for callers who do not care whether it had ended already, and to tell how one ended. */
final class Sockets {

    private Sockets() {}

    /** Whether a connect failed by a reset after the handshake; the JDK has no type for it, and a refusal is another. */
    static boolean isReset(SocketException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("reset") || message.contains("Broken pipe");
    }

    /** Closing with a linger time of zero sends RST instead of FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
        close(socket);
    }

    static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException endedAlready) {
            // The peer reset the connection, or both sides have ended: there is nothing to say to it.
        }
    }

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // The descriptor is gone in any case.
        }
    }
}
