package io.evenkeel.lb.netty.http.upstream;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.RequestMessage;
import io.evenkeel.lb.netty.http.message.ResponseMessage;
import io.evenkeel.lb.spi.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Where the server's side of an exchange hands the answer that it reads, and says what becomes of its connection. On the
 * loop's thread.
 */
public interface ServerAnswer {

    /**
     * The request that it answers.
     *
     * @return always the same object
     */
    RequestMessage request();

    /**
     * Its head: filled before {@link #informational} and {@link #head}.
     *
     * @return always the same object
     */
    ResponseMessage response();

    /**
     * The pool that the server was chosen from.
     *
     * @return the pool
     */
    LivePool pool();

    // ---- to the client ----

    /**
     * An interim head was read, 1xx.
     *
     * @return whether another one may follow; else the server's side is asked when the client has taken this one
     */
    boolean informational();

    /** The head was read. The server's side calls {@link #flush} when it has handed on what else it has. */
    void head();

    /**
     * A chunk of the body was read.
     *
     * @param chunk now the exchange's
     */
    void chunk(ByteBuf chunk);

    /**
     * The answer is complete, and the server's side done with it.
     *
     * @param trailers what came behind the body, or null
     */
    void end(@Nullable Fields trailers);

    /** Sends what the server's side has handed on, and asks for more of it. */
    void flush();

    // ---- the server's connection ----

    /**
     * The connection has ended before the answer.
     *
     * @param untouched whether not a byte of an answer has come
     * @param outcome how it ended
     */
    void serverGone(boolean untouched, Outcome outcome);

    /** The connection's socket has taken all of the request that it had refused. */
    void serverReady();

    /**
     * Bytes went over the connection, heads and framing included.
     *
     * @param toServer how many were written to it
     * @param fromServer how many were read from it
     */
    void moved(long toServer, long fromServer);
}
