package io.evenkeel.lb.benchmarks.jmh;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.listen.Shortage;
import io.evenkeel.lb.netty.loop.ByteBudget;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.netty.tcp.EmbeddedRelay;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.netty.transport.SocketCalls;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the relay of one buffer cost at L4, from a channel's read to the other channel's write, and does it allocate?
 * The connection is a real one, chosen and dialed; its two channels are embedded, so that no system call is in it, and the
 * event loop is the caller's thread. {@code written} is the share of the embedded channel itself: subtract it. It is the way of
 * NIO and io_uring, through the channel; epoll goes straight to the socket, where nothing can be embedded.
 *
 * <p>{@code lb-benchmarks/run jmh RelayBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RelayBenchmark {

    private static final int BYTES = 1024;

    private final EmbeddedSocket client = new EmbeddedSocket();
    private final EmbeddedSocket server = new EmbeddedSocket();
    private final EmbeddedSocket alone = new EmbeddedSocket();
    private final ByteBuf buffer =
            PooledByteBufAllocator.DEFAULT.directBuffer(BYTES).writeZero(BYTES);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private Pools pools;

    @Setup
    public void connect() throws Exception {
        pools = new Pools();
        LiveService service = pools.start(Scheduler.roundRobin(), 1);
        alone.register();
        Loop loop = new Loop(
                alone.eventLoop(),
                pools.engine.worker(0),
                transport(),
                PooledByteBufAllocator.DEFAULT,
                new ByteBudget(1 << 30, () -> {}),
                TimeSource.system());
        EmbeddedRelay.accept(service, loop, new Shortage(new ControlLoop(executor), TimeSource.system()), client);
        alone.runPendingTasks();
        if (clientToServer() != buffer || serverToClient() != buffer) {
            throw new IllegalStateException("the two channels are not connected");
        }
    }

    @TearDown
    public void close() {
        client.close();
        server.close();
        pools.close();
        executor.shutdownNow();
    }

    /** NIO's, but for the socket to the server. */
    private IoTransport transport() {
        return new IoTransport(
                "embedded",
                NioIoHandler.class,
                NioIoHandler.newFactory(),
                family -> new NioServerSocketChannel(),
                family -> server,
                NioSocketChannel::new,
                NioDatagramChannel::new,
                loop -> loop,
                SocketCalls.PORTABLE);
    }

    @Benchmark
    public Object clientToServer() {
        return relay(client, server);
    }

    @Benchmark
    public Object serverToClient() {
        return relay(server, client);
    }

    /** What the harness takes: the same bytes, written to an embedded channel that nobody relays to. */
    @Benchmark
    public Object written() {
        alone.writeAndFlush(buffer.retain(), alone.voidPromise());
        return taken(alone);
    }

    private Object relay(EmbeddedSocket from, EmbeddedSocket to) {
        from.pipeline().fireChannelRead(buffer.retain()).fireChannelReadComplete();
        return taken(to);
    }

    /** The buffer was retained for this call and is released; its readable bytes have not been touched. */
    private Object taken(EmbeddedSocket channel) {
        Object written = channel.take();
        buffer.release();
        return written;
    }
}
