package io.evenkeel.lb.netty.loop;

import io.evenkeel.lb.engine.choose.Worker;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of a balancer and what it owns. A connection lives on one loop for its whole life, both sides of it. All
 * but the getters on the loop's thread.
 */
public final class Loop {

    private final EventLoop eventLoop;
    private final Worker worker;
    private final IoTransport transport;
    private final ByteBufAllocator allocator;
    private final ByteBudget budget;
    private final Buffers buffers;
    private final DeadlineWheel wheel;
    private @Nullable LiveConnection first;
    private int live;
    private @Nullable Runnable whenEmpty;

    /**
     * A loop without connections.
     *
     * @param eventLoop Netty's event loop
     * @param worker the engine's number for it
     * @param transport how sockets are driven
     * @param allocator the balancer's
     * @param budget the balancer's
     * @param time the time source
     */
    public Loop(
            EventLoop eventLoop,
            Worker worker,
            IoTransport transport,
            ByteBufAllocator allocator,
            ByteBudget budget,
            TimeSource time) {
        this.eventLoop = eventLoop;
        this.worker = worker;
        this.transport = transport;
        this.allocator = allocator;
        this.budget = budget;
        this.buffers = new Buffers(allocator, budget, transport.calls().isSynchronous());
        this.wheel = new DeadlineWheel(eventLoop, time);
    }

    /**
     * Netty's event loop.
     *
     * @return the event loop
     */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /**
     * Runs something here. Any thread. At once, where the host's loop has ended before the balancer: its channels are closed,
     * its thread is gone.
     *
     * @param task what to run
     */
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            task.run();
        }
    }

    /**
     * The engine's number for this loop.
     *
     * @return the worker
     */
    public Worker worker() {
        return worker;
    }

    /**
     * How sockets are driven.
     *
     * @return the transport of the event loop
     */
    public IoTransport transport() {
        return transport;
    }

    /**
     * Where buffers come from.
     *
     * @return the balancer's allocator
     */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /**
     * What its sockets read to and write from.
     *
     * @return the loop's buffers
     */
    public Buffers buffers() {
        return buffers;
    }

    /**
     * The bytes read and not yet written.
     *
     * @return the balancer's budget
     */
    public ByteBudget budget() {
        return budget;
    }

    /**
     * This loop's deadlines.
     *
     * @return the wheel
     */
    public DeadlineWheel wheel() {
        return wheel;
    }

    /**
     * How many connections live here.
     *
     * @return 0 or more
     */
    public int live() {
        return live;
    }

    /**
     * Takes a connection in.
     *
     * @param connection lives nowhere else
     */
    public void add(LiveConnection connection) {
        connection.nextLive = first;
        if (first != null) {
            first.previousLive = connection;
        }
        first = connection;
        live++;
    }

    /**
     * Lets a connection go.
     *
     * @param connection lives here
     */
    public void remove(LiveConnection connection) {
        if (connection.previousLive != null) {
            connection.previousLive.nextLive = connection.nextLive;
        } else {
            first = connection.nextLive;
        }
        if (connection.nextLive != null) {
            connection.nextLive.previousLive = connection.previousLive;
        }
        connection.nextLive = null;
        connection.previousLive = null;
        live--;
        Runnable empty = whenEmpty;
        if (live == 0 && empty != null) {
            whenEmpty = null;
            empty.run();
        }
    }

    /**
     * Visits every connection that lives here at the moment of the call; a visit may end it.
     *
     * @param visitor called for each
     */
    public void forEach(Consumer<LiveConnection> visitor) {
        ArrayList<LiveConnection> now = new ArrayList<>(live);
        for (LiveConnection each = first; each != null; each = each.nextLive) {
            now.add(each);
        }
        now.forEach(visitor);
    }

    /**
     * Resets a quarter of the connections that have stalled for long, those first that have stalled longest: they hold
     * the bytes that everybody else waits for.
     *
     * @param patienceNanos how long a stall is forgiven
     * @return how many were reset
     */
    public int shed(long patienceNanos) {
        ArrayList<LiveConnection> stalled = new ArrayList<>();
        forEach(connection -> {
            if (connection.stalledNanos() >= patienceNanos) {
                stalled.add(connection);
            }
        });
        stalled.sort(Comparator.comparingLong(LiveConnection::stalledNanos).reversed());
        int count = (stalled.size() + 3) / 4;
        stalled.subList(0, count).forEach(LiveConnection::reset);
        return count;
    }

    /**
     * Runs something once no connection lives here: at once, or when the last has gone.
     *
     * @param action called once
     */
    public void whenEmpty(Runnable action) {
        if (live == 0) {
            action.run();
        } else {
            whenEmpty = action;
        }
    }

    /** Stops the wheel, lets the buffers go; no connection lives here any more. */
    public void close() {
        wheel.stop();
        buffers.close();
    }
}
