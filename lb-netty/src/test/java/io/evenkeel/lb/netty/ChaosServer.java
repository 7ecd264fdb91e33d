package io.evenkeel.lb.netty;

import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real server of a {@link Chaos}: plays the {@link ChaosScript} that each client sends it, and is killed, stopped and
 * restarted at will. Plain blocking sockets, a thread for each; keeps nothing of connections that are over.
 */
final class ChaosServer implements AutoCloseable {

    /** What a server knows of one connection; read by the client when all is over. */
    static final class Served {
        /** How the client's stream ended, once it has. */
        final CompletableFuture<End> upEnded = new CompletableFuture<>();
        /** Bytes given to the socket, and of those the ones that it surely took. */
        volatile long attempted;

        volatile long taken;
        /** The server ended its stream before it was complete, with a FIN. */
        volatile boolean cut;
    }

    /** A connection and its thread. */
    private static final class Live {
        final Socket socket;
        volatile @Nullable Served served;
        volatile boolean stopped;

        Live(Socket socket) {
            this.socket = socket;
        }
    }

    private static final int CHUNK = 16384;

    /** What the servers of one run share. */
    static final class Ledger {
        /** By the script's id; the client removes what it has judged. */
        final Map<Long, Served> served = new ConcurrentHashMap<>();
        /** Connections that got their FIN from a stop before their script was read, so that nobody knows whose they were. */
        final AtomicInteger cutUnread = new AtomicInteger();
        /** What was not allowed to happen. */
        final Queue<String> problems = new ConcurrentLinkedQueue<>();
    }

    private final ReservedPort port = Ports.refused();
    private final Ledger ledger;
    private final Set<Live> live = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listening;
    private @Nullable Thread acceptor;

    ChaosServer(Ledger ledger) throws IOException {
        this.ledger = ledger;
        start();
    }

    RealServer asMember() {
        return RealServer.at("127.0.0.1", port.address().getPort());
    }

    int open() {
        return live.size();
    }

    boolean isUp() {
        return listening != null;
    }

    // ---- its life ----

    void start() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(port.address(), 1024);
        listening = socket;
        acceptor = daemon("accept", () -> accept(socket));
    }

    /** Like a crash: every connection is reset. */
    void kill() throws IOException {
        closeListener();
        live.forEach(each -> reset(each.socket));
    }

    /** Politely: a FIN on every connection, and a reset for those that are there when the grace is over. */
    void stop(Duration grace) throws IOException {
        closeListener();
        live.forEach(each -> {
            each.stopped = true;
            Served served = each.served;
            if (served != null) {
                served.cut = true;
            } else {
                ledger.cutUnread.incrementAndGet();
            }
            shutdownOutput(each.socket);
        });
        long deadline = System.nanoTime() + grace.toNanos();
        while (!live.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        live.forEach(each -> reset(each.socket));
    }

    @Override
    public void close() throws IOException {
        kill();
        port.close();
    }

    private void closeListener() throws IOException {
        ServerSocket socket = listening;
        listening = null;
        if (socket != null && acceptor != null) {
            socket.close();
            try {
                acceptor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Live one = new Live(socket.accept());
                live.add(one);
                daemon("serve", () -> serve(one));
            }
        } catch (IOException closed) {
            // That ends it.
        }
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(null, body, TcpServer.THREAD_PREFIX + "chaos-" + name, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    // ---- one connection ----

    private void serve(Live one) {
        Served served = null;
        try (Socket socket = one.socket) {
            socket.setTcpNoDelay(true);
            byte[] first = socket.getInputStream().readNBytes(ChaosScript.BYTES);
            if (first.length == ChaosScript.BYTES) {
                ChaosScript script = ChaosScript.decode(first);
                served = new Served();
                one.served = served;
                served.cut = one.stopped;
                ledger.served.put(script.id(), served);
                play(script, served, socket);
            } else if (first.length > 0) {
                ledger.problems.add("a FIN after " + first.length + " bytes of a script");
            }
        } catch (IOException broken) {
            if (served != null) {
                served.upEnded.complete(End.RESET);
            }
        } finally {
            live.remove(one);
        }
    }

    private void play(ChaosScript script, Served served, Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        switch (script.kind()) {
            case ECHO -> receive(script, served, in, out);
            case SINK -> {
                long crc = receive(script, served, in, null);
                write(served, out, ByteBuffer.allocate(Long.BYTES).putLong(crc).array(), Long.BYTES);
            }
            case SOURCE -> send(script, served, out);
            case ANSWER_AFTER_FIN -> {
                receive(script, served, in, null);
                send(script, served, out);
            }
            case FIN_FIRST -> {
                socket.shutdownOutput();
                receive(script, served, in, null);
            }
            case SERVER_RESETS -> {
                send(script, served, out);
                served.upEnded.complete(End.NONE);
                reset(socket);
                return;
            }
        }
        shutdownOutput(socket);
        if (!served.upEnded.isDone()) {
            receive(script, served, in, null);
        }
    }

    private static void send(ChaosScript script, Served served, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int at = 0; at < script.down(); at += CHUNK) {
            int size = Math.min(CHUNK, script.down() - at);
            SeededBytes.of(script.seed()).fill(at, chunk, 0, size);
            if (!write(served, out, chunk, size)) {
                return;
            }
        }
    }

    /** False once this server has been stopped: what still comes is read, so that the client can end in peace. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private static boolean write(Served served, OutputStream out, byte[] bytes, int size) throws IOException {
        served.attempted += size;
        try {
            out.write(bytes, 0, size);
        } catch (IOException e) {
            if (served.cut) {
                return false;
            }
            throw e;
        }
        served.taken += size;
        return true;
    }

    /** Reads to the client's FIN, which must be where the script says; returns the sum of bytes. */
    private long receive(ChaosScript script, Served served, InputStream in, @Nullable OutputStream echo)
            throws IOException {
        SeededBytes expected = SeededBytes.of(script.seed());
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        long sum = 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            long wrong = expected.mismatch(position, chunk, 0, count);
            if (wrong >= 0 || position + count > script.up()) {
                ledger.problems.add("the server got a wrong byte at " + wrong + " or too many: " + script);
            }
            for (int i = 0; i < count; i++) {
                sum += chunk[i];
            }
            position += count;
            if (echo != null && !write(served, echo, chunk, count)) {
                echo = null;
            }
        }
        // A write that fails after a stop may have swallowed the news of a reset.
        if (position != script.up() && !served.cut) {
            ledger.problems.add("the server got a FIN after " + position + " bytes: " + script);
        }
        served.upEnded.complete(End.FIN);
        return sum;
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException gone) {
            // Somebody else has ended it.
        }
    }
}
