package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The connections of one server: those that are served now, each with its thread, and the records of all. */
final class Connections {

    static final int MAX_OPEN = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Signal signal;

    // All below are guarded by the signal's lock.
    private final List<ConnectionRecord> records = new ArrayList<>();
    private final Map<TcpConnection, Thread> live = new LinkedHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();

    Connections(Signal signal) {
        this.signal = signal;
    }

    List<ConnectionRecord> records() {
        return signal.read(() -> List.copyOf(records));
    }

    int accepted() {
        return signal.read(records::size);
    }

    int open() {
        return signal.read(live::size);
    }

    void add(Socket socket, Behaviour behaviour) {
        signal.change(() -> {
            if (live.size() == MAX_OPEN) {
                Sockets.reset(socket);
                failures.add(new IllegalStateException("more than " + MAX_OPEN + " open connections"));
            } else {
                serve(socket, behaviour);
            }
        });
    }

    /** Politely; false if that was not enough. */
    boolean stop(Duration grace) {
        forEachLive(TcpConnection::stop);
        return signal.awaitQuietly(grace, live::isEmpty);
    }

    void kill() {
        forEachLive(TcpConnection::reset);
        signal.await(PATIENCE, live::isEmpty, () -> "the end of " + live.values());
    }

    void failed(Throwable failure) {
        signal.change(() -> failures.add(failure));
    }

    void throwFailures(String message) {
        List<Throwable> seen = signal.read(() -> List.copyOf(failures));
        if (!seen.isEmpty()) {
            AssertionError error = new AssertionError(message, seen.get(0));
            seen.subList(1, seen.size()).forEach(error::addSuppressed);
            throw error;
        }
    }

    private void forEachLive(Consumer<TcpConnection> ending) {
        signal.change(() -> {
            live.forEach((connection, thread) -> {
                ending.accept(connection);
                // Wakes what waits for permits or for the server's stop; socket calls do not notice.
                thread.interrupt();
            });
        });
    }

    private void serve(Socket socket, Behaviour behaviour) {
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        ConnectionRecord record = new ConnectionRecord(signal, records.size(), peer);
        try {
            socket.setTcpNoDelay(true);
            TcpConnection connection = new TcpConnection(socket, record);
            records.add(record);
            live.put(
                    connection,
                    Daemons.start(
                            socket.getLocalPort() + "-" + record.index(), () -> run(connection, record, behaviour)));
        } catch (IOException goneBeforeItWasAccepted) {
            Sockets.close(socket);
        }
    }

    private void run(TcpConnection connection, ConnectionRecord record, Behaviour behaviour) {
        try {
            behaviour.serve(connection);
        } catch (IOException | InterruptedException brokenOrStopping) {
            // Recorded where it happened; what remains is to finish.
        } catch (RuntimeException | Error bug) {
            failed(bug);
            connection.reset();
        }
        connection.finish();
        signal.change(() -> {
            record.closed();
            live.remove(connection);
        });
    }
}
