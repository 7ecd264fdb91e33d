package io.evenkeel.lb.health;

import io.evenkeel.lb.check.CheckRun;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The end of a check's pipeline: asks once connected, reads one answer and gives the verdict. On the event loop only. The
 * first verdict counts, here and in the run; whatever comes behind it is dropped, and the connection closed.
 */
final class HttpProbe extends SimpleChannelInboundHandler<HttpObject> {

    private static final String NOT_HTTP = "not an HTTP answer";
    private static final int MAX_INTERIM = 100;

    private final HttpCheck check;
    private final CheckRun run;

    /** What the pattern is looked for in; without one, nothing is kept. */
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private boolean decided;
    private int interim;
    private int status;
    private int bodySeen;

    HttpProbe(HttpCheck check, CheckRun run) {
        super(HttpObject.class);
        this.check = check;
        this.run = run;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (TcpCheck.isConnectedToItself(ctx.channel())) {
            fail(ctx, "connection refused");
            return;
        }
        ctx.writeAndFlush(check.request().message(run.target()))
                .addListener(written -> failUnlessSuccess(ctx, written));
    }

    private void failUnlessSuccess(ChannelHandlerContext ctx, Future<?> written) {
        Throwable cause = written.cause();
        if (cause != null) {
            exceptionCaught(ctx, cause);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (decided) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            fail(ctx, inWords(message.decoderResult().cause()));
        } else if (message instanceof HttpResponse response) {
            head(ctx, response);
        }
        if (!decided && status != 0 && message instanceof HttpContent content) {
            body(ctx, content);
        }
    }

    private void head(ChannelHandlerContext ctx, HttpResponse response) {
        int code = response.status().code();
        if (!response.protocolVersion().protocolName().equals("HTTP")
                || response.protocolVersion().majorVersion() != 1
                || code < 100
                || code > 999) {
            fail(ctx, NOT_HTTP);
        } else if (code < 200 && code != 101) { // 101 would be an answer to a question that was not asked
            if (++interim > MAX_INTERIM) {
                fail(ctx, "answer too large");
            }
        } else if (!check.accepts(code)) {
            fail(ctx, "status " + code);
        } else {
            status = code;
        }
    }

    private void body(ChannelHandlerContext ctx, HttpContent content) {
        ByteBuf bytes = content.content();
        int taken = Math.min(bytes.readableBytes(), check.bodyBytes() - bodySeen);
        bodySeen += taken;
        if (isSearched()) {
            byte[] piece = new byte[taken];
            bytes.readBytes(piece);
            body.writeBytes(piece);
        }
        // More than may be read is as good as the end: nothing behind it changes the verdict.
        if (content instanceof LastHttpContent || bodySeen == check.bodyBytes()) {
            judge(ctx);
        }
    }

    private boolean isSearched() {
        return check.pattern() != null && AcceptedStatuses.isSuccess(status);
    }

    private void judge(ChannelHandlerContext ctx) {
        Pattern pattern = check.pattern();
        BodySearch.Result result = pattern == null || !isSearched()
                ? BodySearch.Result.FOUND
                : BodySearch.find(pattern, body.toString(StandardCharsets.UTF_8));
        switch (result) {
            case FOUND -> {
                decided = true;
                ctx.close();
                run.succeed();
            }
            case NOT_FOUND -> fail(ctx, "body does not match");
            case GIVEN_UP -> fail(ctx, "pattern takes too long");
        }
    }

    private String inWords(Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            return "answer too large";
        }
        return failure instanceof PrematureChannelClosureException ? closed() : NOT_HTTP;
    }

    private String closed() {
        return "connection closed " + (status == 0 ? "before" : "within") + " the answer";
    }

    /** The first bytes were another protocol's. */
    void isNotHttp() {
        if (!decided) {
            decided = true;
            run.fail(NOT_HTTP);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, closed());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, Causes.of(cause, run.timeout()));
    }

    private void fail(ChannelHandlerContext ctx, String cause) {
        if (!decided) {
            decided = true;
            ctx.close();
            run.fail(cause);
        }
    }
}
