package io.evenkeel.lb.testkit.http;

import io.evenkeel.lb.testkit.Eventually;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * An HTTP/1 server for tests, over a {@link TcpServer}: answers each request as its {@link Script} says and keeps a record of
 * each. A malformed request is answered 400, and fails the test on {@link #close} unless it was {@link #expectMalformed
 * expected}: whatever a balancer has let through, it must send on in good form.
 *
 * <p>Threads are the TCP server's. The methods may be called from any thread, but start and end it from one.
 */
public final class HttpServer implements AutoCloseable {

    private final HttpBehaviour.HttpRecords records = new HttpBehaviour.HttpRecords();
    private final KeepAlive keepAlive;
    private final TcpServer tcp;
    private volatile boolean malformedExpected;

    private HttpServer(Script script, KeepAlive keepAlive, InetSocketAddress address) {
        this.keepAlive = keepAlive;
        this.tcp = TcpServer.start(new HttpBehaviour(script, keepAlive, records), address);
    }

    /**
     * Starts a server on a free port of 127.0.0.1 which keeps connections as long as the client likes.
     *
     * @param script what it answers
     * @return the server, listening
     * @throws UncheckedIOException if it cannot listen
     */
    public static HttpServer start(Script script) {
        return start(script, KeepAlive.UNLIMITED);
    }

    /**
     * Starts a server on a free port of 127.0.0.1.
     *
     * @param script what it answers
     * @param keepAlive how long it keeps connections
     * @return the server, listening
     * @throws UncheckedIOException if it cannot listen
     */
    public static HttpServer start(Script script, KeepAlive keepAlive) {
        return start(script, keepAlive, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /**
     * Starts a server.
     *
     * @param script what it answers
     * @param keepAlive how long it keeps connections
     * @param address where to listen; port 0 stands for a free one
     * @return the server, listening
     * @throws UncheckedIOException if it cannot listen
     */
    public static HttpServer start(Script script, KeepAlive keepAlive, InetSocketAddress address) {
        return new HttpServer(script, keepAlive, address);
    }

    /**
     * Changes the answers for the connections to come.
     *
     * @param script what to answer from now on
     */
    public void become(Script script) {
        tcp.become(new HttpBehaviour(script, keepAlive, records));
    }

    /**
     * The server below: its connections with their raw bytes and ends, to stop, kill and restart it.
     *
     * @return the TCP server; not to be closed by itself
     */
    public TcpServer tcp() {
        return tcp;
    }

    /**
     * Where the server listens, also while it is stopped.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
        return tcp.address();
    }

    /**
     * All requests whose head was read, complete or not.
     *
     * @return a copy of the list, in the order of their heads; the records go on growing
     */
    public List<SeenRequest> requests() {
        return records.requests();
    }

    /**
     * The last request whose head was read.
     *
     * @return its record
     * @throws AssertionError if there was none
     */
    public SeenRequest lastRequest() {
        List<SeenRequest> all = requests();
        if (all.isEmpty()) {
            throw new AssertionError("no request was seen");
        }
        return all.get(all.size() - 1);
    }

    /**
     * What was wrong with requests that were malformed.
     *
     * @return one text each
     */
    public List<String> malformed() {
        return records.malformed();
    }

    /** Lets {@link #close} pass over malformed requests. */
    public void expectMalformed() {
        malformedExpected = true;
    }

    /**
     * Waits for requests' heads.
     *
     * @param count how many at least, from the server's first start
     * @param timeout how long to wait at most
     * @return the first {@code count}
     * @throws AssertionError if there were fewer in time
     */
    public List<SeenRequest> awaitRequests(int count, Duration timeout) {
        Eventually.await(
                count + " requests at " + address(), timeout, () -> requests().size() >= count);
        return requests().subList(0, count);
    }

    /**
     * Kills the server and gives up its port.
     *
     * @throws AssertionError if the script failed, or a request was malformed and not expected to be
     */
    @Override
    public void close() {
        tcp.close();
        if (!malformedExpected && !malformed().isEmpty()) {
            throw new AssertionError("malformed requests at " + address() + ": " + malformed());
        }
    }
}
