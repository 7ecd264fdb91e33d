package io.evenkeel.lb.netty.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.netty.LeakExtension;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the kernel hears of a socket's interest, and when. */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
class EpollInterestTest {

    private static final EpollIoOps READING = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP);

    private final EventLoopGroup group = EpollTransport.load().newGroup(1, "evenkeel-interest-test");
    private final EpollLoop loop = new EpollLoop((IoEventLoop) group.next());
    private final EpollSocket socket = new EpollSocket(SocketProtocolFamily.INET);
    private final List<IoOps> told = new ArrayList<>();
    private boolean valid = true;
    private final EpollInterest interest = new EpollInterest(loop, socket, new Noting());

    /** Stands for the kernel. */
    private final class Noting implements IoRegistration {

        @Override
        public long submit(IoOps ops) {
            told.add(ops);
            return 0;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return valid;
        }

        @Override
        public boolean cancel() {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        socket.unsafe().closeForcibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** All within one turn of the loop. */
    private void submit(EpollIoOps... each) throws Exception {
        loop.submit(() -> List.of(each).forEach(interest::submit)).get();
        loop.submit(() -> {}).get(); // the kernel is told before this
    }

    @Test
    void theChangesOfATurnAreToldOnce() throws Exception {
        submit(EpollIoOps.EPOLLOUT, EpollIoOps.NONE, READING);
        assertEquals(List.of(READING), told);
    }

    @Test
    void whatIsAsItWasIsNotTold() throws Exception {
        submit(READING);
        submit(EpollIoOps.NONE, READING);
        assertEquals(List.of(READING), told);
    }

    @Test
    void nothingIsEdgeTriggered() throws Exception {
        submit(READING);
        submit(EpollIoOps.NONE);
        assertEquals(List.of(READING, EpollIoOps.EPOLLET), told);
    }

    @Test
    void aFinIsHeardByWhoReads() throws Exception {
        submit(EpollIoOps.EPOLLRDHUP);
        submit(EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLOUT));
        submit(READING);
        assertEquals(List.of(EpollIoOps.EPOLLET, EpollIoOps.EPOLLOUT, READING), told);
    }

    @Test
    void nothingIsToldOfASocketThatIsClosed() throws Exception {
        valid = false;
        submit(READING);
        assertEquals(List.of(), told);
    }
}
