package io.evenkeel.lb.spi;

/**
 * A real server as an algorithm sees it: one member of one pool, in one snapshot. Everything but {@link #inFlight()}
 * and {@link #ramp()} is constant for the life of the view; a changed member gets a new view with the same {@link #ordinal()}.
 */
public interface ServerView {

    /**
     * The member's name within its pool.
     *
     * @return {@code host:port}, {@code [v6]:port} or {@code host}
     */
    String id();

    /**
     * The member's place in the order of declaration: unique in its pool, the same for its whole life, and never given
     * again. Algorithms use it to recognise a member in the next snapshot.
     *
     * @return a number that grows with each member added
     */
    long ordinal();

    /**
     * The member's share of new clients.
     *
     * @return 1 to 65535; members with weight 0 are never offered to an algorithm
     */
    int weight();

    /**
     * The member's rank: lower numbers are preferred.
     *
     * @return 0 to 65535
     */
    int priority();

    /**
     * Connections, requests or sessions in progress at the member's endpoint, from all pools that name it. Read by any
     * thread; changes all the time.
     *
     * @return 0 or more
     */
    int inFlight();

    /**
     * How far the member is through its slow start: the share of its clients that it should get. Servers in slow start
     * are kept back by {@link PickContext#accepts}, unless the scheduler says that it does so itself. Read by any thread; changes with time.
     *
     * @return above 0; 1 for a server that is not in slow start
     */
    default double ramp() {
        return 1;
    }
}
