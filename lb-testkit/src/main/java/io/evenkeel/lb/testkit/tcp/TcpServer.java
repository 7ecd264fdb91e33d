package io.evenkeel.lb.testkit.tcp;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A real server for tests: treats each connection as its {@link Behaviour} says and records what it saw. It can be
 * stopped, killed and restarted on the same port; while it is down the port refuses connections and stays reserved.
 *
 * <p>Blocking sockets and one daemon thread per connection, 4096 at most; their names begin with
 * {@value #THREAD_PREFIX}. The methods may be called from any thread, but start and end it from one. Records are kept
 * for the server's lifetime, over restarts.
 */
public final class TcpServer implements AutoCloseable {

    /** How the names of all threads begin that this package starts. */
    public static final String THREAD_PREFIX = "testkit-tcp-";

    /** How many connections may be open at a time; one more is reset and fails the test on {@link #close}. */
    public static final int MAX_OPEN = Connections.MAX_OPEN;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Signal signal = new Signal();
    private final Connections connections = new Connections(signal);
    private final Listener listener;
    private volatile Behaviour behaviour;

    private TcpServer(Behaviour behaviour, InetSocketAddress address) {
        this.behaviour = behaviour;
        this.listener = new Listener(address);
    }

    /**
     * Starts a server on a free port of 127.0.0.1.
     *
     * @param behaviour what it does with its connections
     * @return the server, listening
     * @throws UncheckedIOException if it cannot listen
     */
    public static TcpServer start(Behaviour behaviour) {
        return start(behaviour, Ports.loopback(0));
    }

    /**
     * Starts a server on a given address.
     *
     * @param behaviour what it does with its connections
     * @param address where to listen; port 0 stands for a free one
     * @return the server, listening
     * @throws UncheckedIOException if it cannot listen, for example because the port is in use
     */
    public static TcpServer start(Behaviour behaviour, InetSocketAddress address) {
        TcpServer server = new TcpServer(behaviour, address);
        try {
            server.restart();
        } catch (UncheckedIOException e) {
            server.listener.release();
            throw e;
        }
        return server;
    }

    /**
     * Where the server listens, also while it is stopped.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * Changes the behaviour for the connections to come. A receive buffer it asks for takes effect on a restart.
     *
     * @param next what to do from now on
     */
    public void become(Behaviour next) {
        behaviour = next;
    }

    /**
     * Listens again, on the same port.
     *
     * @throws IllegalStateException if the server is listening
     * @throws UncheckedIOException if it cannot listen
     */
    public void restart() {
        listener.open(
                behaviour.receiveBufferBytes(), socket -> connections.add(socket, behaviour), connections::failed);
    }

    /** {@link #stop(Duration)} with one second. */
    public void stop() {
        stop(GRACE);
    }

    /**
     * Goes down politely: refuses new connections, sends a FIN on each open one and waits for the peers' FINs.
     *
     * @param grace how long to wait; what is open then is reset
     */
    public void stop(Duration grace) {
        listener.close();
        if (!connections.stop(grace)) {
            kill();
        }
    }

    /**
     * Goes down like a process that crashes: refuses new connections and resets all open ones.
     *
     * @throws AssertionError if a behaviour does not end even so
     */
    public void kill() {
        listener.close();
        connections.kill();
    }

    /**
     * Kills the server and gives up its port.
     *
     * @throws AssertionError if a behaviour failed by something else than a broken connection
     */
    @Override
    public void close() {
        kill();
        listener.release();
        connections.throwFailures("the server on " + address() + " failed");
    }

    /**
     * All connections accepted so far, open and closed, in order.
     *
     * @return a copy of the list; the records go on growing
     */
    public List<ConnectionRecord> connections() {
        return connections.records();
    }

    /**
     * How many connections were accepted.
     *
     * @return a count that never falls
     */
    public int accepted() {
        return connections.accepted();
    }

    /**
     * How many connections are open.
     *
     * @return a count
     */
    public int open() {
        return connections.open();
    }

    /**
     * How much was read, over all connections.
     *
     * @return bytes
     */
    public long bytesIn() {
        return sum(ConnectionRecord::bytesIn);
    }

    /**
     * How much was written, over all connections.
     *
     * @return bytes
     */
    public long bytesOut() {
        return sum(ConnectionRecord::bytesOut);
    }

    /**
     * How many requests were answered, over all connections, for behaviours that know requests.
     *
     * @return a count
     */
    public long exchanges() {
        return sum(ConnectionRecord::exchanges);
    }

    /**
     * Waits until the server has accepted so many connections, counted from its first start.
     *
     * @param count how many at least
     * @param timeout how long to wait at most
     * @return the records of the first {@code count} connections
     * @throws AssertionError if there were fewer in time
     */
    public List<ConnectionRecord> awaitConnections(int count, Duration timeout) {
        signal.await(
                timeout,
                () -> accepted() >= count,
                () -> count + " connections to " + address() + ", accepted " + accepted());
        return connections().subList(0, count);
    }

    /**
     * Waits until exactly so many connections are open.
     *
     * @param count how many
     * @param timeout how long to wait at most
     * @throws AssertionError if it did not come to that in time
     */
    public void awaitOpen(int count, Duration timeout) {
        signal.await(
                timeout, () -> open() == count, () -> count + " open connections to " + address() + ", open " + open());
    }

    /**
     * Waits until so many connections were accepted and all of them have ended in one way.
     *
     * @param count how many at least
     * @param end {@code FIN} or {@code RESET}
     * @param timeout how long to wait at most
     * @throws AssertionError if it did not come to that in time
     */
    public void awaitEnd(int count, End end, Duration timeout) {
        signal.await(
                timeout,
                () -> accepted() >= count && connections().stream().allMatch(seen -> seen.end() == end),
                () -> count + " times " + end + ", seen " + connections());
    }

    private long sum(ToLongFunction<ConnectionRecord> count) {
        return connections().stream().mapToLong(count).sum();
    }
}
