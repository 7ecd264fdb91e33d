package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.spi.Registration;
import io.netty.channel.ChannelHandler;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a check, as the monitor makes it: to the check's own view it adds the connector, which the probes of
 * this package need. The first verdict is handed on, on the thread that gives it; later ones are dropped here.
 */
final class Run implements CheckRun {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    private final CheckTarget target;
    private final Duration timeout;
    private final Connector connector;
    private final BiConsumer<Run, Verdict> onVerdict;
    private final AtomicBoolean decided = new AtomicBoolean();

    /** Control thread only. */
    private Registration execution = () -> {};

    Run(CheckTarget target, Duration timeout, Connector connector, BiConsumer<Run, Verdict> onVerdict) {
        this.target = target;
        this.timeout = timeout;
        this.connector = connector;
        this.onVerdict = onVerdict;
    }

    /**
     * The run as this package's probes need it.
     *
     * @throws IllegalStateException when somebody else than our monitor runs the probe
     */
    static Run of(CheckRun run) {
        if (run instanceof Run ours) {
            return ours;
        }
        throw new IllegalStateException("the checks of HealthChecks are run by HealthMonitor only, which brings the"
                + " connector that they need; this run is a " + run.getClass().getName());
    }

    /** Starts the check, behind a guard: it may be a user's. */
    void start(HealthCheck check) {
        try {
            execution = check.start(this);
        } catch (Throwable e) { // also checked exceptions, which some languages throw undeclared, and LinkageError
            log.debug("{}: {} failed to start", target, check, e);
            decide(Verdict.failure(Causes.of(e, timeout)));
        }
    }

    /** Cancels what is still under way and frees what the check holds; a cancelled timer may still hold this run. */
    void end() {
        decided.set(true);
        Registration ended = execution;
        execution = () -> {};
        try {
            ended.cancel();
        } catch (RuntimeException | Error e) {
            log.debug("{}: the check failed to cancel", target, e);
        }
    }

    /**
     * Opens a connection to the target; a failure to connect is the run's verdict.
     *
     * @param handler sees the connection from its establishment on, and gives the verdict
     */
    Registration connect(ChannelHandler handler) {
        try {
            return connector.connect(address(), timeout, handler, this::connectFailed);
        } catch (UnknownHostException e) {
            connectFailed(e);
            return () -> {};
        }
    }

    private void connectFailed(Throwable e) {
        String cause = Causes.of(e, timeout);
        decide(Causes.isOurs(e) ? Verdict.inconclusive(cause) : Verdict.failure(cause));
    }

    /** Of a literal only: to ask a name server would block the control thread. */
    private InetSocketAddress address() throws UnknownHostException {
        String host = target.host();
        if (host.equals("localhost")) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port());
        }
        if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            throw new UnknownHostException("not an IP address: " + host);
        }
        // The JDK's reader, because Netty's knows no scope by name: fe80::1%eth0.
        return new InetSocketAddress(InetAddress.getByName(host), target.port());
    }

    @Override
    public CheckTarget target() {
        return target;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public void succeed() {
        decide(Verdict.SUCCESS);
    }

    @Override
    public void fail(String cause) {
        decide(Verdict.failure(Causes.phrase(cause)));
    }

    private void decide(Verdict verdict) {
        if (decided.compareAndSet(false, true)) {
            onVerdict.accept(this, verdict);
        }
    }
}
