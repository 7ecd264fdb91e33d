package io.evenkeel.lb.health;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Sees before the codec whether the first bytes are an HTTP/1 answer's. The codec waits for the end of a line, which does
 * not come from a server that speaks TLS or another protocol of bytes; so the operator would read of a timeout.
 */
final class AnswerStart extends ChannelInboundHandlerAdapter {

    private static final byte[] EXPECTED = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final Runnable onOther;
    private int seen;

    AnswerStart(Runnable onOther) {
        this.onOther = onOther;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        for (int i = bytes.readerIndex(); seen < EXPECTED.length && i < bytes.writerIndex(); i++) {
            if (bytes.getByte(i) != EXPECTED[seen++]) {
                bytes.release();
                onOther.run();
                ctx.close();
                return;
            }
        }
        if (seen == EXPECTED.length) {
            ctx.pipeline().remove(this);
        }
        ctx.fireChannelRead(bytes);
    }
}
