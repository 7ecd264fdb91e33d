package io.evenkeel.lb.benchmarks.peers.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

    /** Answers each connection's requests, with a body of as many bytes as its number is told. */
    private static ServerSocket serve(int... lengths) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (int length : lengths) {
            Thread thread = new Thread(() -> answer(server, length));
            thread.setDaemon(true);
            thread.start();
        }
        return server;
    }

    private static void answer(ServerSocket server, int length) {
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length))
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = server.accept()) {
            byte[] request = new byte[4096];
            while (socket.getInputStream().read(request) > 0) {
                socket.getOutputStream().write(answer, 0, 500);
                socket.getOutputStream().flush();
                socket.getOutputStream().write(answer, 500, answer.length - 500);
                if (length != 1024) {
                    return;
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void carriesDataOnEachMoreThanOnce() throws IOException {
        try (ServerSocket server = serve(1024, 1024, 1024);
                IdleConnections connections = new IdleConnections()) {
            connections.open(server.getLocalPort(), 3);

            assertEquals(0, connections.exchange());
            assertEquals(0, connections.exchange());
        }
    }

    @Test
    void countsThoseThatDoNotAnswerAsTheyShould() throws IOException {
        try (ServerSocket server = serve(1024, 1000, 1024);
                IdleConnections connections = new IdleConnections()) {
            connections.open(server.getLocalPort(), 3);

            assertEquals(1, connections.exchange());
            assertEquals(1, connections.exchange());
        }
    }
}
