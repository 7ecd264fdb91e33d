package io.evenkeel.lb.health;

import static io.evenkeel.lb.health.LiveRun.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.CheckTarget;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.testkit.tcp.Behaviour;
import io.evenkeel.lb.testkit.tcp.End;
import io.evenkeel.lb.testkit.tcp.FullBacklog;
import io.evenkeel.lb.testkit.tcp.Ports;
import io.evenkeel.lb.testkit.tcp.ReservedPort;
import io.evenkeel.lb.testkit.tcp.TcpServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets; leaves none behind. */
class TcpCheckTest {

    private static final HealthCheck TCP = HealthChecks.tcp();

    private final LiveRun live = new LiveRun();

    @AfterEach
    void nothingIsLeft() {
        live.close();
        assertEquals(0, live.unexpectedVerdicts());
    }

    @Test
    void whatAcceptsIsHealthyAndSeesAFinAndNoByte() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, server.address(), PATIENCE));

            server.awaitEnd(1, End.FIN, PATIENCE);
            assertEquals(0, server.bytesIn());
        }
    }

    @Test
    void aServerThatSpeaksFirstIsHealthy() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.greeting("220 mail.example.org ESMTP\r\n"))) {
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, server.address(), PATIENCE));
            server.awaitConnections(1, PATIENCE);
            server.awaitOpen(0, PATIENCE);
        }
    }

    @Test
    void soIsOneThatHangsBecauseItsSystemAccepts() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.silent())) {
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, server.address(), PATIENCE));
        }
    }

    @Test
    void whereNobodyListensItIsRefused() throws Exception {
        try (ReservedPort port = Ports.refused()) {
            assertEquals(Verdict.failure("connection refused"), live.verdict(TCP, port.address(), PATIENCE));
        }
    }

    @Test
    void whereNothingAnswersItTimesOut() throws Exception {
        try (FullBacklog silence = Ports.unanswered()) {
            assertEquals(
                    Verdict.failure("timeout after 200ms"),
                    live.verdict(TCP, silence.address(), Duration.ofMillis(200)));
        }
    }

    @Test
    void aServerThatStopsAndComesBack() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, server.address(), PATIENCE));
            server.stop();
            assertEquals(Verdict.failure("connection refused"), live.verdict(TCP, server.address(), PATIENCE));
            server.restart();
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, server.address(), PATIENCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "0:0:0:0:0:0:0:1", "::1%lo"})
    void ipv6(String host) throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink(), new InetSocketAddress("::1", 0))) {
            CheckTarget target = new CheckTarget(host, server.address().getPort());
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, target, PATIENCE, live.connector()));
        }
    }

    @Test
    void localhostNeedsNoNameServer() throws Exception {
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            CheckTarget target = new CheckTarget("localhost", server.address().getPort());
            assertEquals(Verdict.SUCCESS, live.verdict(TCP, target, PATIENCE, live.connector()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.org", "1.2.3", "256.1.1.1"})
    void aHostNameIsNotLookedUp(String host) throws Exception {
        assertEquals(
                Verdict.failure("not an IP address: " + host),
                live.verdict(TCP, new CheckTarget(host, 80), PATIENCE, live.connector()));
    }

    @Test
    void aFailureOfTheSystemIsAFailureOfTheCheck() throws Exception {
        // A link-local address without a scope: connect() itself refuses it.
        assertEquals(
                Verdict.failure("invalid argument"),
                live.verdict(TCP, new CheckTarget("fe80::1", 80), PATIENCE, live.connector()));
    }

    /** The rare accident, made certain: both ends are one socket. */
    @Test
    void aConnectionToItselfIsNoServer() throws Exception {
        EventLoop loop = new SingleThreadIoEventLoop(
                null, (Runnable task) -> new Thread(task, LiveRun.THREAD_NAME), NioIoHandler.newFactory());
        Connector toItself = (target, timeout, handler, onFailure) -> {
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .handler(handler)
                    .localAddress(target)
                    .connect(target)
                    .channel();
            return channel::close;
        };
        try (ReservedPort port = Ports.refused()) {
            CheckTarget target = new CheckTarget("127.0.0.1", port.address().getPort());
            port.close();
            assertEquals(Verdict.failure("connection refused"), live.verdict(TCP, target, PATIENCE, toItself));
        } finally {
            loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void aRunThatEndsBeforeItsVerdictClosesItsSocketAndSaysNothing() throws Exception {
        try (FullBacklog silence = Ports.unanswered()) {
            CountDownLatch verdict = new CountDownLatch(1);
            CheckTarget target = new CheckTarget("127.0.0.1", silence.address().getPort());
            Run run = new Run(target, PATIENCE, live.connector(), (from, given) -> verdict.countDown());
            run.start(TCP);
            run.end();

            live.connector().close(); // waits for its loop, so nothing can come later
            assertEquals(1, verdict.getCount());
        }
    }

    @Test
    void manyAtATimeLeaveNothing() throws Exception {
        int checks = 500;
        CountDownLatch successes = new CountDownLatch(checks);
        try (TcpServer server = TcpServer.start(Behaviour.sink())) {
            CheckTarget target = new CheckTarget("127.0.0.1", server.address().getPort());
            for (int i = 0; i < checks; i++) {
                new Run(target, PATIENCE, live.connector(), (from, verdict) -> {
                            assertEquals(Verdict.SUCCESS, verdict);
                            successes.countDown();
                        })
                        .start(TCP);
            }
            assertTrue(successes.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            server.awaitEnd(checks, End.FIN, PATIENCE);
        }
    }

    @Test
    void aForeignRunIsRefusedInWords() throws IOException {
        CheckRun foreign = new CheckRun() {
            @Override
            public CheckTarget target() {
                return Fixture.TARGET;
            }

            @Override
            public Duration timeout() {
                return PATIENCE;
            }

            @Override
            public void succeed() {}

            @Override
            public void fail(String cause) {}
        };

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> TCP.start(foreign));

        assertTrue(refusal.getMessage().contains("HealthMonitor"), refusal.getMessage());
    }
}
