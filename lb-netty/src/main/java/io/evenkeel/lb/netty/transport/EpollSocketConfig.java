package io.evenkeel.lb.netty.transport;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The options that the balancer sets on its sockets, and no others. On the channel's loop. */
final class EpollSocketConfig extends EpollChannelConfig {

    private static final RecvByteBufAllocator UNTIL_SET = new AdaptiveRecvByteBufAllocator();

    private boolean halfClosure;
    private RecvByteBufAllocator.@Nullable ExtendedHandle reads;

    EpollSocketConfig(Channel channel) {
        super(channel, UNTIL_SET);
    }

    /** Whether the channel stays open when its peer has sent a FIN. */
    boolean isHalfClosureAllowed() {
        return halfClosure;
    }

    /** No further read was asked for. */
    void readingEnds() {
        if (!isAutoRead()) {
            autoReadCleared();
        }
    }

    /** Where reads get their buffers. */
    RecvByteBufAllocator.ExtendedHandle reads() {
        RecvByteBufAllocator.ExtendedHandle now = reads;
        if (now == null) {
            RecvByteBufAllocator allocator = getRecvByteBufAllocator();
            now = (RecvByteBufAllocator.ExtendedHandle) allocator.newHandle(); // epoll takes no other
            reads = now;
        }
        return now;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Netty's signature
    public <T> T getOption(ChannelOption<T> option) {
        if (!option.equals(ChannelOption.TCP_NODELAY)) {
            return super.getOption(option);
        }
        try {
            return (T) Boolean.valueOf(socket().isTcpNoDelay());
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        validate(option, value);
        if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
            halfClosure = (Boolean) value;
            return true;
        }
        if (!option.equals(ChannelOption.SO_LINGER)) {
            return super.setOption(option, value);
        }
        try {
            socket().setSoLinger((Integer) value);
            return true;
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }
}
