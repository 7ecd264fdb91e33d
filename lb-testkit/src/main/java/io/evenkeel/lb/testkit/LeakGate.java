package io.evenkeel.lb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fails a test that leaves threads or sockets behind. Open it before the first thing that might leak, close it after the
 * last was closed:
 *
 * <pre>{@code
 * try (LeakGate gate = LeakGate.watch("evenkeel-")) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Only what appeared after {@link #watch} counts: threads with one of the name prefixes, and all sockets of this
 * process. Sockets are seen on Linux only (under {@code /proc/self/fd}); elsewhere that half passes. Do not run other
 * tests with sockets in the same process meanwhile.
 */
public final class LeakGate implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<String> prefixes;
    private final Set<Thread> threadsBefore;
    private final Set<String> socketsBefore;

    private LeakGate(List<String> prefixes) {
        this.prefixes = prefixes;
        this.threadsBefore = Thread.getAllStackTraces().keySet();
        this.socketsBefore = OpenSockets.inodes();
    }

    /**
     * Takes stock of what there is before the test.
     *
     * @param threadNamePrefixes how the names of threads begin that must have ended at the test's end
     * @return the gate, to be closed at the test's end
     */
    public static LeakGate watch(String... threadNamePrefixes) {
        openWhatTheRuntimeKeeps();
        return new LeakGate(List.of(threadNamePrefixes));
    }

    /**
     * Waits until all threads and sockets that came after {@link #watch} have gone.
     *
     * @param timeout how long to wait at most; closing and ending may still be under way
     * @throws AssertionError if any are left; the message lists them with their stacks and ports
     */
    public void assertClean(Duration timeout) {
        try {
            Eventually.await(
                    "no leak",
                    timeout,
                    () -> leakedThreads().isEmpty() && leakedSockets().isEmpty());
        } catch (AssertionError late) {
            throw new AssertionError("left behind: " + describe(), late);
        }
    }

    /**
     * {@link #assertClean} with a timeout of 5 seconds.
     *
     * @throws AssertionError if threads or sockets are left
     */
    @Override
    public void close() {
        assertClean(PATIENCE);
    }

    private Map<String, StackTraceElement[]> leakedThreads() {
        Map<String, StackTraceElement[]> leaked = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (!threadsBefore.contains(thread) && prefixes.stream().anyMatch(thread.getName()::startsWith)) {
                leaked.put(thread.getName(), stack);
            }
        });
        return leaked;
    }

    private Set<String> leakedSockets() {
        Set<String> leaked = OpenSockets.inodes();
        leaked.removeAll(socketsBefore);
        return leaked;
    }

    private String describe() {
        String threads = leakedThreads().entrySet().stream()
                .map(thread -> "\n  thread " + thread.getKey() + " at "
                        + Arrays.stream(thread.getValue())
                                .limit(5)
                                .map(Object::toString)
                                .collect(Collectors.joining(" < ")))
                .collect(Collectors.joining());
        return threads
                + leakedSockets().stream()
                        .map(inode -> "\n  socket " + OpenSockets.describe(inode))
                        .collect(Collectors.joining());
    }

    /** Closing a socket under a blocked reader makes the JDK open a marker socket which it keeps for good. */
    private static void openWhatTheRuntimeKeeps() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
