package io.evenkeel.lb.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LeakGateTest {

    private static final Duration BRIEFLY = Duration.ofMillis(20);

    @Test
    void cleanIfAllIsClosed() throws IOException {
        try (LeakGate gate = LeakGate.watch("leaky-")) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertTrue(socket.isConnected());
            }
            gate.assertClean(Duration.ofSeconds(5));
        }
    }

    @Test
    void namesALeakedThreadAndItsPlace() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        LeakGate gate = LeakGate.watch("other-", "leaky-");
        Thread thread = startWaiting("leaky-1", end);

        AssertionError error = assertThrows(AssertionError.class, () -> gate.assertClean(BRIEFLY));
        assertContains("thread leaky-1 at ", error);

        end.countDown();
        gate.close();
        thread.join();
    }

    @Test
    void whatWasThereBeforeIsNoLeakAndOtherNamesAreNoConcern() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread before = startWaiting("leaky-before", end);
        LeakGate gate = LeakGate.watch("leaky-");
        Thread other = startWaiting("other", end);

        gate.assertClean(BRIEFLY);

        end.countDown();
        before.join();
        other.join();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void describesALeakedSocket() throws IOException {
        LeakGate gate = LeakGate.watch("leaky-");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AssertionError error = assertThrows(AssertionError.class, () -> gate.assertClean(BRIEFLY));
            assertContains("port " + server.getLocalPort() + ", peer 0, LISTEN", error);
        }
        gate.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingUnderABlockedReaderIsNoLeak() throws Exception {
        LeakGate gate = LeakGate.watch("reader-");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
            Thread reader = new Thread(
                    () -> assertThrows(
                            IOException.class, () -> socket.getInputStream().read()),
                    "reader-1");
            reader.start();
            Eventually.await(
                    "a blocked reader",
                    Duration.ofSeconds(5),
                    () -> stackOf(reader).contains("NioSocketImpl.read"));
            socket.close();
            reader.join();
        }
        gate.close();
    }

    private static void assertContains(String part, AssertionError error) {
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(part), message);
    }

    private static String stackOf(Thread thread) {
        return Arrays.toString(thread.getStackTrace());
    }

    private static Thread startWaiting(String name, CountDownLatch end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.start();
        return thread;
    }
}
