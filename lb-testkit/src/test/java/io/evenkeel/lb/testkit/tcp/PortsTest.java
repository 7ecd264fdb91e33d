package io.evenkeel.lb.testkit.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void refusedIsRefusedEachTime() {
        try (ReservedPort port = Ports.refused()) {
            for (int i = 0; i < 10; i++) {
                assertThrows(ConnectException.class, () -> TcpClient.connect(port.address()));
            }
        }
    }

    @Test
    void aReservedPortIsFreeAfterwards() {
        InetSocketAddress address;
        try (ReservedPort port = Ports.refused()) {
            address = port.address();
        }
        try (TcpServer server = TcpServer.start(Behaviour.echo(), address)) {
            assertEquals(address, server.address());
        }
    }

    @Test
    void unansweredNeitherConnectsNorFails() throws IOException {
        try (FullBacklog port = Ports.unanswered()) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = new Socket()) {
                    assertThrows(SocketTimeoutException.class, () -> socket.connect(port.address(), 100));
                }
            }
        }
    }
}
