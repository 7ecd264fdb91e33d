package io.evenkeel.lb.netty.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.AbstractEpollServerChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A listening socket on epoll whose clients are {@link EpollSocket}s. */
final class EpollListener extends AbstractEpollServerChannel {

    private final Config config = new Config(this);

    EpollListener(SocketProtocolFamily family) {
        super(LinuxSocket.newSocketStream(family), false);
    }

    @Override
    public EpollChannelConfig config() {
        return config;
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        socket.setTcpNoDelay(true); // what it accepts inherits it
        socket.listen(NetUtil.SOMAXCONN);
        active = true;
    }

    @Override
    protected Channel newChildChannel(int descriptor, byte[] remote, int offset, int length) {
        LinuxSocket client = LinuxSocket.newSocket(descriptor);
        InetSocketAddress own = (InetSocketAddress) localAddress();
        InetSocketAddress local = own.getAddress().isAnyLocalAddress() ? client.localAddress() : own;
        return new EpollSocket(client, NativeInetAddress.address(remote, offset, length), local);
    }

    private static final class Config extends EpollChannelConfig {

        Config(Channel channel) {
            super(channel, new ServerChannelRecvByteBufAllocator());
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (!option.equals(ChannelOption.SO_REUSEADDR)) {
                return super.setOption(option, value);
            }
            try {
                socket().setReuseAddress((Boolean) value);
                return true;
            } catch (IOException e) {
                throw new ChannelException(e);
            }
        }
    }
}
