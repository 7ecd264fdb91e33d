package io.evenkeel.lb.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A name server on a port of 127.0.0.1, as a test needs it: it answers for the names that it was told of, and says
 * {@link Failure#NXDOMAIN} to all others. What it was told may be changed at any time.
 *
 * <pre>{@code
 * try (FakeNameServer names = FakeNameServer.start()) {
 *     names.answer("db.test", Duration.ofSeconds(60), "127.0.0.1", "::1");
 *     ...
 * }
 * }</pre>
 *
 * <p>Records of names in any case; addresses of the family asked for only. The questions are recorded. The methods may be
 * called from any thread.
 */
public final class FakeNameServer implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;
    private static final int MAX_ALIASES = 8;
    private static final Zone NO_SUCH_NAME = new Zone(List.of(), null, Failure.NXDOMAIN, Duration.ZERO);

    private final DatagramSocket socket;
    private final InetSocketAddress address;
    private final TcpAnswers tcp;
    private final Thread thread;
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final Map<String, Failure> failingQuestions = new ConcurrentHashMap<>();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    /** What is known of a name: addresses, or what it is an alias of, or how it fails. */
    private record Zone(
            List<InetAddress> addresses,
            @Nullable String alias,
            @Nullable Failure failure,
            Duration ttl) {}

    private FakeNameServer(DatagramSocket socket, InetSocketAddress address) throws IOException {
        this.socket = socket;
        this.address = address;
        this.tcp = new TcpAnswers(address, query -> answer(query, true));
        this.thread = new Thread(this::serve, "testkit-dns-" + socket.getLocalPort());
        thread.setDaemon(true);
    }

    /**
     * Starts a server that knows no name.
     *
     * @return the server, to be closed
     * @throws UncheckedIOException if there is no port
     */
    public static FakeNameServer start() {
        IOException last = new IOException("no port");
        for (int attempt = 0; attempt < 10; attempt++) { // the port must be free for TCP too
            try {
                return startOnce();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException(last);
    }

    private static FakeNameServer startOnce() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(here, 0));
        try {
            FakeNameServer server = new FakeNameServer(socket, new InetSocketAddress(here, socket.getLocalPort()));
            server.thread.start();
            return server;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Where the server is asked, also after its end.
     *
     * @return an address with a port
     */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Gives a name addresses in place of whatever it had.
     *
     * @param name the name, without a dot at its end
     * @param ttl how long the records are valid, whole seconds
     * @param addresses IPv4 or IPv6 addresses, in the order of the answer; none stands for a name without any
     */
    public void answer(String name, Duration ttl, String... addresses) {
        List<InetAddress> parsed = new ArrayList<>();
        for (String address : addresses) {
            parsed.add(parse(address));
        }
        zones.put(key(name), new Zone(parsed, null, null, ttl));
    }

    /**
     * Makes a name an alias of another in place of whatever it was. The answer brings along what the other stands for.
     *
     * @param name the name, without a dot at its end
     * @param ttl how long the record is valid, whole seconds
     * @param target the other name
     */
    public void alias(String name, Duration ttl, String target) {
        zones.put(key(name), new Zone(List.of(), key(target), null, ttl));
    }

    /**
     * Lets all questions for a name fail, whatever it had.
     *
     * @param name the name, without a dot at its end
     * @param failure in which way
     */
    public void fail(String name, Failure failure) {
        zones.put(key(name), new Zone(List.of(), null, failure, Duration.ZERO));
    }

    /**
     * Lets the questions of one family for a name fail, and has those of the other answered as before.
     *
     * @param question for example {@code AAAA db.test}
     * @param failure in which way, or null to end it
     */
    public void failQuestion(String question, @Nullable Failure failure) {
        if (failure == null) {
            failingQuestions.remove(question);
        } else {
            failingQuestions.put(question, failure);
        }
    }

    /**
     * From now on cuts short what is answered for a name in a datagram, so that the client must ask over TCP.
     *
     * @param name the name, without a dot at its end
     */
    public void truncate(String name) {
        truncated.add(key(name));
    }

    /**
     * All questions so far, oldest first.
     *
     * @return a copy; for example {@code A db.test}, or {@code A db.test over TCP}
     */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /**
     * How often a name was asked for, in one family.
     *
     * @param question for example {@code A db.test}, or {@code A db.test over TCP}
     * @return a count that never falls
     */
    public int asked(String question) {
        return (int) questions.stream().filter(question::equals).count();
    }

    /** Stops answering and gives up the port. */
    @Override
    public void close() {
        socket.close();
        tcp.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] reply = answer(Query.read(buffer, packet.getLength()), false);
                if (reply.length > 0) {
                    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or the client is gone: it will ask again.
            }
        }
    }

    private byte[] answer(Query query, boolean overTcp) {
        questions.add(query.typeName() + " " + query.name() + (overTcp ? " over TCP" : ""));
        Reply reply = new Reply(query);
        if (!overTcp && truncated.contains(query.name())) {
            return reply.truncated();
        }
        Failure whole = failingQuestions.get(query.typeName() + " " + query.name());
        if (whole != null) {
            return fail(reply, whole);
        }
        String name = query.name();
        for (int hops = 0; hops < MAX_ALIASES; hops++) {
            Zone zone = zones.getOrDefault(name, NO_SUCH_NAME);
            Failure failure = zone.failure;
            String alias = zone.alias;
            if (failure != null) {
                return fail(reply, failure);
            }
            if (alias == null) {
                for (InetAddress address : zone.addresses) {
                    reply.address(name, zone.ttl.toSeconds(), address);
                }
                return reply.done();
            }
            reply.alias(name, zone.ttl.toSeconds(), alias);
            name = alias;
        }
        return reply.fail(Failure.SERVFAIL.code);
    }

    private static byte[] fail(Reply reply, Failure failure) {
        return failure == Failure.SILENCE ? new byte[0] : reply.fail(failure.code);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
