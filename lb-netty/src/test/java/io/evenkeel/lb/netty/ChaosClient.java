package io.evenkeel.lb.netty;

import io.evenkeel.lb.netty.ChaosScript.Kind;
import io.evenkeel.lb.netty.ChaosServer.Ledger;
import io.evenkeel.lb.netty.ChaosServer.Served;
import io.evenkeel.lb.testkit.SeededBytes;
import io.evenkeel.lb.testkit.tcp.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link Chaos}, from the client's side: sends a {@link ChaosScript}, plays its part in it, and judges
 * what came back. It may read slowly, end its half early or reset in the middle.
 */
final class ChaosClient {

    /** How a connection went. */
    enum Outcome {
        /** Both streams came complete and ended with a FIN each. */
        COMPLETE,
        /** The server ended early with a FIN, and that is where the stream ended here. */
        CUT,
        /** A correct prefix, then a reset. */
        RESET,
        /** Nobody listened. */
        REFUSED,
        /** This client has reset. */
        GIVEN_UP,
        /** Not allowed; said why in the problems. */
        WRONG
    }

    private static final int CHUNK = 16384;
    private static final int CONNECT_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 20_000;

    private final ChaosScript script;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final boolean slow;
    /** Most connections are held for a while; what counts is how many there are, not how many bytes they carry. */
    private final int dwellMillis;
    /** Before it begins to read; long enough for the sockets' buffers to fill up. */
    private final int pauseMillis;
    /** Whether this client resets, once it has sent and received so many bytes. */
    private final boolean givesUp;

    private final int sendLimit;
    private final int readLimit;
    private final boolean endsHalf;

    private volatile boolean writeFailed;
    private long received;
    private @Nullable String wrong;

    ChaosClient(ChaosScript script, Ledger ledger, SplittableRandom random, int longestDwell) {
        this.script = script;
        this.ledger = ledger;
        this.random = random;
        this.slow = script.isLarge() || random.nextInt(8) == 0;
        this.dwellMillis = random.nextInt(4) == 0 ? 0 : random.nextInt(longestDwell);
        this.pauseMillis = random.nextInt(300 + 2 * longestDwell);
        this.givesUp = random.nextInt(8) == 0;
        boolean whileSending = givesUp && random.nextBoolean();
        this.sendLimit = whileSending ? random.nextInt(script.up() + 1) : script.up();
        int most = !whileSending ? script.down() : script.kind() == Kind.ECHO ? sendLimit : 0;
        this.endsHalf = sendLimit == script.up() && (script.kind() != Kind.SOURCE || random.nextBoolean());
        this.readLimit = givesUp ? random.nextInt(most + 1) : Integer.MAX_VALUE;
    }

    /** Why an outcome is WRONG, and what happened in any case. */
    String account() {
        String giving = givesUp ? ", gives up at " + sendLimit + " sent and " + readLimit + " received" : "";
        return wrong + " after " + received + " bytes: " + script + giving + (slow ? ", slow" : "");
    }

    Outcome run(InetSocketAddress to) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.setTcpNoDelay(true);
            if (random.nextInt(4) == 0) {
                socket.setReceiveBufferSize(CHUNK * 4);
            }
            socket.connect(to, CONNECT_MILLIS);
            return judge(play(socket));
        } catch (ConnectException e) {
            return Outcome.REFUSED;
        } catch (SocketTimeoutException e) {
            return wrong("silent for too long");
        } catch (SocketException e) {
            return givesUp ? Outcome.GIVEN_UP : Outcome.RESET;
        } catch (IOException | InterruptedException | ExecutionException e) {
            return wrong(e.toString());
        } finally {
            ledger.served.remove(script.id());
        }
    }

    private Outcome wrong(String why) {
        wrong = why;
        return Outcome.WRONG;
    }

    // ---- playing ----

    /** Null when this client has reset. */
    private @Nullable End play(Socket socket) throws IOException, InterruptedException {
        Thread writer = null;
        if (script.kind() == Kind.ECHO && script.up() > CHUNK) {
            writer = new Thread(null, () -> writeQuietly(socket), "testkit-tcp-chaos-writer", 256 * 1024);
            writer.setDaemon(true);
            writer.start();
        } else {
            write(socket);
        }
        End end = read(socket);
        if (end == null) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        if (writer != null) {
            writer.join(SILENCE_MILLIS);
        }
        // The kernel tells of a reset once: if a write heard of it, a read sees an ordinary end.
        return end == End.FIN && writeFailed ? End.RESET : end;
    }

    private void writeQuietly(Socket socket) {
        try {
            write(socket);
        } catch (IOException e) {
            writeFailed = true;
        }
    }

    private void write(Socket socket) throws IOException {
        socket.getOutputStream().write(script.encode());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dwellMillis));
        byte[] chunk = new byte[CHUNK];
        for (int at = 0; at < sendLimit; at += CHUNK) {
            int size = Math.min(CHUNK, sendLimit - at);
            SeededBytes.of(script.seed()).fill(at, chunk, 0, size);
            socket.getOutputStream().write(chunk, 0, size);
        }
        if (endsHalf) {
            socket.shutdownOutput();
        }
    }

    /** Reads to the end; null when it is time for this client to reset. */
    private @Nullable End read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        SeededBytes expected = SeededBytes.of(script.seed());
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int naps = slow ? 20 : 0;
        if (slow) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        while (received < readLimit) {
            int count;
            try {
                count = in.read(chunk);
            } catch (SocketException e) {
                return End.RESET;
            }
            if (count < 0) {
                checkCount(small.toByteArray());
                return End.FIN;
            }
            if (script.kind() == Kind.SINK) {
                small.write(chunk, 0, count);
            } else if (expected.mismatch(received, chunk, 0, count) >= 0) {
                wrong = "a wrong byte at " + expected.mismatch(received, chunk, 0, count);
            }
            received += count;
            if (naps-- > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(5)));
            }
        }
        return null;
    }

    private void checkCount(byte[] answer) {
        if (script.kind() == Kind.SINK && answer.length == Long.BYTES) {
            long sum = 0;
            for (byte each : SeededBytes.of(script.seed()).slice(0, script.up())) {
                sum += each;
            }
            if (ByteBuffer.wrap(answer).getLong() != sum) {
                wrong = "the server counted other bytes";
            }
        }
    }

    // ---- judging ----

    private Outcome judge(@Nullable End end) throws InterruptedException, ExecutionException {
        if (wrong != null) {
            return Outcome.WRONG;
        }
        if (givesUp) {
            return Outcome.GIVEN_UP;
        }
        if (received > script.down()) {
            return wrong("too many bytes");
        }
        if (end == End.RESET) {
            return script.kind() == Kind.SERVER_RESETS ? Outcome.COMPLETE : Outcome.RESET;
        }
        Served served = ledger.served.get(script.id());
        if (served == null) {
            return received == 0 && ledger.cutUnread.getAndDecrement() > 0
                    ? Outcome.CUT
                    : wrong("a FIN, and no server knows of it");
        }
        if (served.cut) {
            return served.taken <= received && received <= served.attempted
                    ? Outcome.CUT
                    : wrong("cut at another place than between " + served.taken + " and " + served.attempted);
        }
        if (received < script.down() || script.kind() == Kind.SERVER_RESETS) {
            return wrong("a FIN that no server sent");
        }
        return upEnded(served);
    }

    /** This side has everything and a FIN; the other side may still have got a reset. */
    private Outcome upEnded(Served served) throws InterruptedException, ExecutionException {
        if (script.kind() == Kind.SOURCE) {
            return Outcome.COMPLETE;
        }
        try {
            End end = served.upEnded.get(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
            return end == End.FIN ? Outcome.COMPLETE : Outcome.RESET;
        } catch (TimeoutException e) {
            return wrong("the server never saw the end");
        }
    }
}
