package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckRun;
import io.evenkeel.lb.check.HealthCheck;
import io.evenkeel.lb.spi.Registration;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Healthy is what accepts a connection. */
record TcpCheck() implements HealthCheck {

    @Override
    public Registration start(CheckRun run) {
        return Run.of(run).connect(new OnConnected(run));
    }

    @Override
    public String toString() {
        return "tcp";
    }

    /**
     * On one's own host, a connection to a port where nobody listens succeeds if the system happens to take that port as
     * the near end too: TCP's simultaneous open. Once in 28,000 checks, a dead server would be up.
     */
    static boolean isConnectedToItself(Channel channel) {
        return channel.localAddress() != null && channel.localAddress().equals(channel.remoteAddress());
    }

    private static final class OnConnected extends ChannelInboundHandlerAdapter {

        private final CheckRun run;

        OnConnected(CheckRun run) {
            this.run = run;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            boolean toItself = isConnectedToItself(ctx.channel());
            // With a FIN: many servers log a reset as an error, and one every few seconds drowns the log. The price is
            // a
            // TIME_WAIT on this side for each check, some tens per server; a reset takes the kernel half as long again.
            ctx.close();
            if (toItself) {
                run.fail("connection refused");
            } else {
                run.succeed();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The verdict was given; a server that resets as it accepts is of no interest here.
            ctx.close();
        }
    }
}
