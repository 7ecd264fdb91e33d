package io.evenkeel.lb.netty.search;

import io.evenkeel.lb.netty.loop.Deadline;
import io.evenkeel.lb.netty.loop.Loop;
import io.evenkeel.lb.status.Refusal;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** On whose behalf a server is searched. All calls on the loop's thread. */
public interface Seeker {

    /**
     * Where the seeker lives, and so the connection to its server.
     *
     * @return the loop
     */
    Loop loop();

    /**
     * What ends when the search takes too long: its deadline is the search's while that lasts.
     *
     * @return the deadline to be placed in the loop's wheel
     */
    Deadline deadline();

    /**
     * Who the client is, for counts of refused ones.
     *
     * @return its address
     */
    InetSocketAddress client();

    /**
     * The port that the client came to, for servers without one of their own.
     *
     * @return 1 to 65535
     */
    int arrivalPort();

    /**
     * How long one attempt to connect may take.
     *
     * @return nanoseconds
     */
    long connectNanos();

    /**
     * How long all attempts of one search may take.
     *
     * @return nanoseconds
     */
    long dialNanos();

    /** A server may be long in coming. */
    void waits();

    /**
     * Whether a search may begin, or go on, while the loop handles the events of sockets. None is opened then: see
     * {@link io.evenkeel.lb.netty.listen.Frontend#register}.
     *
     * @return false if each call of the search comes from a task of the loop
     */
    default boolean isInTurn() {
        return false;
    }

    /**
     * A server is reserved: whether there is a connection to it already that will do. Then the search is over.
     *
     * @return false to have one made
     */
    default boolean reuse() {
        return false;
    }

    /**
     * A connection is about to be made.
     *
     * @param channel not registered; the seeker configures it and adds its handlers
     */
    void dialing(Channel channel);

    /**
     * A connection was not made: the channel is closed next.
     *
     * @param channel one that was given to {@link #dialing}
     */
    default void missed(Channel channel) {}

    /**
     * The server that is reserved is connected. The search is over.
     *
     * @param channel one that was given to {@link #dialing}
     */
    void reached(Channel channel);

    /**
     * No server takes the client; it is counted. The search is over, and nothing is reserved.
     *
     * @param reason why
     */
    void refused(Refusal reason);

    /**
     * No server was reached in time; the client is counted. The search is over; a server is reserved unless there was none
     * to dial any more.
     *
     * @param reason why: {@link Refusal#NO_SERVER} or {@link Refusal#DESCRIPTORS}
     */
    void timedOut(Refusal reason);
}
