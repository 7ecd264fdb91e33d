package io.evenkeel.lb.netty.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's or a server's socket on epoll: Netty's channel, which connects, writes and closes, with a way of reading of its
 * own. It asks the kernel for nothing that is known already, which Netty's own does ten times for each connection, and reads
 * nothing that was not asked for. Registered with an {@link EpollLoop}.
 */
final class EpollSocket extends AbstractEpollStreamChannel {

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int RDHUP = EpollIoOps.EPOLLRDHUP.value();

    private static final EpollIoEvent WRITABLE = () -> EpollIoOps.EPOLLOUT;

    /** For a socket whose peer has sent its FIN: enough to come to it at once, most of the time. */
    private static final int MOST_READS = 16;

    private final EpollSocketConfig config = new EpollSocketConfig(this);
    private @Nullable InetSocketAddress remote;
    private @Nullable InetSocketAddress local;
    private @Nullable EpollInterest interest;
    private boolean inputEnded;
    /** Whether a read was asked for since the last one began. */
    private boolean asked;

    /**
     * A socket to connect with.
     *
     * @param family of the address
     * @throws ChannelException when there is no descriptor for it
     */
    EpollSocket(SocketProtocolFamily family) {
        super(LinuxSocket.newSocketStream(family), false);
        try {
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            unsafe().closeForcibly();
            throw new ChannelException(e);
        }
    }

    /**
     * A socket that was accepted; it sends at once if its listener does.
     *
     * @param accepted the socket
     * @param remote its peer's address
     * @param local its own
     */
    EpollSocket(LinuxSocket accepted, InetSocketAddress remote, InetSocketAddress local) {
        super(accepted, false); // else it would ask for both addresses
        this.remote = remote;
        this.local = local;
        active = true;
    }

    @Override
    public EpollSocketConfig config() {
        return config;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        if (local == null && isActive()) {
            local = socket.localAddress();
        }
        return local;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    // ---- connect ----

    /** Netty asks for the peer's name behind a connect to an address that it knows, not behind one that it does not. */
    private static final class Target extends SocketAddress {

        private static final long serialVersionUID = 1;

        private final InetSocketAddress address;

        Target(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    @Override
    public ChannelFuture connect(SocketAddress address) {
        return super.connect(new Target((InetSocketAddress) address));
    }

    @Override
    protected boolean doConnect(SocketAddress address, @Nullable SocketAddress from) throws Exception {
        InetSocketAddress target = ((Target) address).address;
        remote = target;
        boolean begun = false;
        try {
            boolean connected = socket.connect(target);
            if (!connected) {
                setFlag(OUT);
            }
            begun = true;
            return connected;
        } finally {
            if (!begun) {
                doClose();
            }
        }
    }

    // ---- events ----

    /** To be registered in the channel's stead. */
    EpollIoHandle events() {
        return new Events();
    }

    /** What the kernel is to tell, once registered. */
    void registered(EpollInterest kept) {
        interest = kept;
    }

    /** Of what the channel wants to hear, what there is to be heard: the peer's FIN only by who reads. */
    int interest(int wanted) {
        if (inputEnded) {
            return wanted & ~(IN | RDHUP);
        }
        return (wanted & IN) == 0 ? wanted & ~RDHUP : wanted;
    }

    /** The kernel does not take the interest. */
    void failed(Throwable cause) {
        pipeline().fireExceptionCaught(cause);
        unsafe().close(voidPromise());
    }

    private final class Events implements EpollIoHandle {

        private final EpollIoHandle netty = (EpollIoHandle) unsafe();

        @Override
        public FileDescriptor fd() {
            return netty.fd();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            int events = ((EpollIoEvent) event).ops().value();
            if ((events & (OUT | ERR)) != 0) {
                netty.handle(registration, WRITABLE);
            }
            if ((events & (IN | ERR | RDHUP)) != 0 && isActive() && !inputEnded) {
                read((events & RDHUP) != 0);
            }
        }

        @Override
        public void registered() {
            netty.registered();
        }

        @Override
        public void unregistered() {
            netty.unregistered();
        }

        @Override
        public void close() {
            unsafe().close(voidPromise());
        }
    }

    // ---- reading ----

    /** Behind each read Netty asks for the next one, through all handlers; that it is wanted is known already. */
    @Override
    public Channel read() {
        EpollInterest kept = interest;
        return config.isAutoRead() && kept != null && kept.isWanted(IN) ? this : super.read();
    }

    @Override
    protected void doBeginRead() throws Exception {
        asked = true;
        super.doBeginRead();
    }

    /** Once, or up to the FIN that is known to be there. An error is told also to who does not read. */
    private void read(boolean toTheEnd) {
        ChannelPipeline pipeline = pipeline();
        asked = false;
        try {
            int count = receive(pipeline);
            for (int i = 1; toTheEnd && count > 0 && i < MOST_READS && isActive() && config.isAutoRead(); i++) {
                count = receive(pipeline);
            }
            pipeline.fireChannelReadComplete();
            if (count < 0) {
                endInput(pipeline);
            } else if (!asked && isActive()) {
                config.readingEnds();
            }
        } catch (IOException e) {
            pipeline.fireChannelReadComplete();
            failed(e);
        }
    }

    private int receive(ChannelPipeline pipeline) throws IOException {
        ByteBuf bytes = config.reads().allocate(config.getAllocator());
        int count = 0;
        try {
            count = socket.recvAddress(bytes.memoryAddress(), bytes.writerIndex(), bytes.capacity());
        } finally {
            if (count <= 0) {
                bytes.release();
            }
        }
        if (count > 0) {
            pipeline.fireChannelRead(bytes.writerIndex(bytes.writerIndex() + count));
        }
        return count;
    }

    private void endInput(ChannelPipeline pipeline) {
        if (!isActive()) {
            return;
        }
        inputEnded = true;
        EpollInterest kept = interest;
        if (kept != null) {
            kept.changed();
        }
        if (config.isHalfClosureAllowed()) {
            pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            unsafe().close(voidPromise());
        }
    }
}
