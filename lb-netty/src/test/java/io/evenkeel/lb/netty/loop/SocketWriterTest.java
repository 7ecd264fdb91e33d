package io.evenkeel.lb.netty.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.netty.LeakExtension;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.netty.transport.IoTransports;
import io.evenkeel.lb.spi.TimeSource;
import io.evenkeel.lb.testkit.SeededBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a head, a large chunk and what is behind it where a socket takes only a part: on epoll, straight to it. */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
class SocketWriterTest {

    private static final int HEAD = 300;
    private static final int TAIL = 2;
    private static final SeededBytes BYTES = SeededBytes.of(7);

    private final IoTransport transport = IoTransports.named("epoll");
    private final EventLoopGroup group = transport.newGroup(1, "evenkeel-writer-test");
    private final EventLoop eventLoop = transport.loops().apply(group.next());
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final ByteBudget budget = new ByteBudget(1 << 30, () -> {});
    private final Loop loop = new Loop(
            eventLoop,
            new Worker(0, bound -> 0, TimeSource.system()),
            transport,
            allocator,
            budget,
            TimeSource.system());

    private ServerSocket listener;
    private Channel channel;
    private Socket peer;
    private SocketWriter writer;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket();
        listener.setReceiveBufferSize(16384);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel = transport.newSocket(listener.getInetAddress());
        eventLoop.register(channel).sync();
        channel.connect(listener.getLocalSocketAddress()).sync();
        peer = listener.accept();
        writer = new SocketWriter(loop, channel);
    }

    @AfterEach
    void end() throws Exception {
        channel.close().sync();
        eventLoop.submit(() -> loop.buffers().close()).sync();
        peer.close();
        listener.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** As a channel's read would. */
    @SuppressWarnings("deprecation") // Netty's own way to ask for a buffer
    private ByteBuf readBuffer() {
        return loop.buffers().reads().newHandle().allocate(allocator);
    }

    private static ByteBuf filled(ByteBuf buffer, long position, int length) {
        return buffer.writeBytes(BYTES.slice(position, length));
    }

    /** A head, all that a read brings, and a line's end: how many bytes. On the loop. */
    private int sendMessage(long position) {
        ByteBuf chunk = readBuffer();
        int length = chunk.capacity();
        List<ByteBuf> all = new ArrayList<>();
        all.add(filled(loop.buffers().output(HEAD), position, HEAD));
        all.add(filled(chunk, position + HEAD, length));
        all.add(filled(allocator.directBuffer(TAIL), position + HEAD + length, TAIL));
        writer.send(all);
        assertTrue(all.isEmpty());
        return HEAD + length + TAIL;
    }

    /** Sends until the socket refuses a part, and some more behind that. */
    private long sendUntilRefused(ByteBuf shared, ByteBuf sharedOutput) {
        long sent = 0;
        for (int behind = 0; behind < 2; ) {
            sent += sendMessage(sent);
            behind += writer.isReady() ? 0 : 1;
            ByteBuf next = readBuffer();
            assertSame(shared, next, "the loop's read buffer is free again");
            next.release();
            ByteBuf output = loop.buffers().output(HEAD);
            assertSame(sharedOutput, output, "and the one for heads");
            output.release();
        }
        return sent;
    }

    @Test
    void aStalledPeerKeepsNoBufferOfTheLoopAndGetsEveryByteInOrder() throws Exception {
        long sent = eventLoop
                .submit(() -> {
                    ByteBuf shared = readBuffer();
                    shared.release();
                    ByteBuf output = loop.buffers().output(HEAD);
                    output.release();
                    return sendUntilRefused(shared, output);
                })
                .get();
        assertFalse(eventLoop.submit(writer::isReady).get());
        byte[] received = readFully((int) sent);
        assertArrayEquals(BYTES.slice(0, (int) sent), received);
        assertTrue(eventLoop.submit(writer::isReady).get());
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    @Test
    void whatTheSocketTakesAtOncePassesTheChannelBy() throws Exception {
        List<ByteBuf> all = new ArrayList<>();
        all.add(filled(allocator.directBuffer(HEAD), 0, HEAD));
        all.add(filled(allocator.directBuffer(8192), HEAD, 8192));
        boolean sent =
                eventLoop.submit(() -> transport.calls().send(channel, all)).get();
        assertTrue(sent);
        all.forEach(ByteBuf::release);
        assertArrayEquals(BYTES.slice(0, HEAD + 8192), readFully(HEAD + 8192));
    }

    @Test
    void moreBuffersThanTheKernelIsToldOfAtOnceStayInOrder() throws Exception {
        List<ByteBuf> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(filled(allocator.directBuffer(10), 10L * i, 10));
        }
        eventLoop.submit(() -> writer.send(all)).get();
        assertArrayEquals(BYTES.slice(0, 400), readFully(400));
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    private byte[] readFully(int length) throws IOException {
        peer.setSoTimeout(10_000);
        return peer.getInputStream().readNBytes(length);
    }
}
