package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Registration;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Opens the connections of checks; for Evenkeel's own modules. A check brings one handler: the last one of a simple
 * protocol, or a {@code ChannelInitializer} that adds TLS, a codec and a handler of its own. Safe for use by any thread.
 */
public interface Connector {

    /**
     * Begins to open a TCP connection and returns at once.
     *
     * <p>Either {@code onFailure} is called, once, or the handler sees {@code channelActive}; what happens to the
     * connection from then on is told to the handler only. The handler closes the channel when it is done, or the caller
     * cancels. All calls come on the channel's event loop, but for a failure to get hold of one, which comes at once on the
     * caller's thread.
     *
     * @param target where to connect, resolved
     * @param timeout how long connecting may take, at least 1 ms; for the whole of its check the caller keeps the time
     * @param handler the channel's first handler, new for each call unless it is sharable
     * @param onFailure hears why there is no connection; must not throw
     * @return gives up connecting or closes the connection; from then on {@code onFailure} is not called, unless it is being
     *     called already
     */
    Registration connect(
            InetSocketAddress target, Duration timeout, ChannelHandler handler, Consumer<? super Throwable> onFailure);
}
