package io.evenkeel.examples.standalone;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.netty.NettyLoadBalancer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * A balancer driven by flags and by commands on standard input. Runs until it is interrupted; the end of standard input
 * does not end it.
 *
 * <pre>
 * examples/run standalone --listen tcp://127.0.0.1:8080 --server 127.0.0.1:9001 --server 127.0.0.1:9002,weight=200
 * examples/run standalone --listen http://127.0.0.1:8080 --server 127.0.0.1:9001 --check http:/health --persistence cookie
 * examples/run standalone --help
 * </pre>
 */
public final class Standalone implements AutoCloseable {

    /** What goes wrong on this machine: an address in use. */
    static final int CANNOT_RUN = 1;
    /** What is wrong in the flags. */
    static final int WRONG_USE = 2;

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final Traffic traffic;
    private final LoadBalancer balancer;
    private final @Nullable StatusServer status;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Standalone(Traffic traffic, LoadBalancer balancer, @Nullable StatusServer status) {
        this.traffic = traffic;
        this.balancer = balancer;
        this.status = status;
    }

    /** Runs until it is interrupted. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int code = run(args, System.in, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Does all of {@code main}; the result is the exit code. */
    static int run(String[] args, InputStream in, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        try {
            Options options = Options.parse(args);
            if (options.help) {
                out.print(Options.usage());
                return 0;
            }
            try (Standalone standalone = start(options)) {
                Runtime.getRuntime().addShutdownHook(new Thread(standalone::close));
                standalone.announce(out);
                standalone.console().run(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), out);
                standalone.closed.await();
                return 0;
            }
        } catch (ParameterException e) {
            err.println("standalone: " + Values.oneLine(e) + "; see --help");
            return WRONG_USE;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println("standalone: " + Values.oneLine(e));
            return WRONG_USE;
        } catch (UncheckedIOException e) {
            err.println("standalone: " + Values.oneLine(e));
            return CANNOT_RUN;
        }
    }

    /**
     * Starts what the flags say.
     *
     * @throws IllegalArgumentException when they contradict each other
     * @throws IllegalStateException when the transport does not load on this machine
     * @throws UncheckedIOException when an address cannot be bound
     */
    static Standalone start(Options options) {
        NettyLoadBalancer.Builder builder = options.balancer();
        InetSocketAddress statusAddress = options.statusAddress();
        LoadBalancer balancer = builder.start();
        try {
            StatusServer status = statusAddress == null ? null : StatusServer.start(statusAddress, balancer::snapshot);
            return new Standalone(options.traffic(), balancer, status);
        } catch (UncheckedIOException e) {
            balancer.close();
            throw e;
        }
    }

    ServiceHandle service() {
        return balancer.service(Options.SERVICE);
    }

    Console console() {
        return new Console(balancer, service());
    }

    @Nullable
    StatusServer status() {
        return status;
    }

    void announce(PrintStream out) {
        for (InetSocketAddress address : service().boundAddresses()) {
            out.println("listening on " + traffic.prefix() + HostPort.of(address));
        }
        if (status != null) {
            out.println("status on http://" + HostPort.of(status.address()) + "/status");
        }
    }

    /** Lets live connections finish for a moment. Idempotent. */
    @Override
    public void close() {
        if (status != null) {
            status.close();
        }
        balancer.await(balancer.closeAsync(CLOSE_GRACE));
        closed.countDown();
    }
}
