package io.evenkeel.lb.testkit.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Function;

/** Answers questions over TCP (RFC 1035, 4.2.2), one connection at a time: for answers that do not fit into a datagram. */
final class TcpAnswers implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final ServerSocket listener;
    private final Function<Query, byte[]> answers;
    private final Thread thread;

    /** Listens on the port that the datagrams come to. */
    TcpAnswers(InetSocketAddress address, Function<Query, byte[]> answers) throws IOException {
        this.answers = answers;
        this.listener = new ServerSocket();
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        this.thread = new Thread(this::serve, "testkit-dns-tcp-" + address.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                answer(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
                // Closed, or the client is gone: it will ask again.
            }
        }
    }

    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] message = in.readNBytes(in.readUnsignedShort());
        byte[] reply = answers.apply(Query.read(message, message.length));
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
        in.read(); // the client closes
    }

    @Override
    public void close() {
        try {
            listener.close();
            thread.join(PATIENCE_MILLIS);
        } catch (IOException e) {
            // The descriptor is gone in any case.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
