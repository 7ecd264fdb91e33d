package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.testkit.LeakGate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Runs checks over real sockets, one at a time, without a monitor; fails a test that leaves threads or sockets behind. */
final class LiveRun implements AutoCloseable {

    static final String THREAD_NAME = "evenkeel-test-connector";
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LeakGate gate = LeakGate.watch(THREAD_NAME, "globalEventExecutor", "testkit-");
    private final NioConnector own = new NioConnector(task -> new Thread(task, THREAD_NAME));
    private final BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();

    Verdict verdict(HealthCheck check, InetSocketAddress target, Duration timeout) throws InterruptedException {
        return verdict(check, new CheckTarget(target.getAddress().getHostAddress(), target.getPort()), timeout, own);
    }

    Verdict verdict(HealthCheck check, CheckTarget target, Duration timeout, Connector connector)
            throws InterruptedException {
        Run run = new Run(target, timeout, connector, (from, verdict) -> verdicts.add(verdict));
        run.start(check);
        Verdict verdict = verdicts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        run.end();
        return verdict;
    }

    NioConnector connector() {
        return own;
    }

    /** What came beyond the verdicts that were asked for. */
    int unexpectedVerdicts() {
        return verdicts.size();
    }

    @Override
    public void close() {
        own.close();
        gate.close();
    }
}
