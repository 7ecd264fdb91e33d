package io.evenkeel.lb.netty;

import io.evenkeel.lb.Listener;
import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.spi.TimeSource;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts load balancers on Netty.
 *
 * <pre>{@code
 * VirtualService web = VirtualService.tcp("web")
 *         .listen("127.0.0.1", 8080)
 *         .server("127.0.0.1", 9001)
 *         .server("127.0.0.1", 9002)
 *         .build();
 *
 * try (LoadBalancer balancer = NettyLoadBalancer.builder().service(web).start()) {
 *     balancer.await(balancer.service("web").server("127.0.0.1:9001").drain(Duration.ofSeconds(30)));
 * }
 * }</pre>
 */
public final class NettyLoadBalancer {

    private NettyLoadBalancer() {}

    /**
     * Describes a balancer.
     *
     * @return a builder with every default
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Describes a balancer. For use by one thread. Each setter validates at once and returns this builder. */
    public static final class Builder {

        private static final long MIB = 1024L * 1024;

        final List<VirtualService> services = new ArrayList<>();
        final List<LoadBalancerObserver> observers = new ArrayList<>();
        Transport transport = Transport.AUTO;
        int threads = Runtime.getRuntime().availableProcessors();
        long byteBudget = 256 * MIB;
        String threadName = "evenkeel";
        TimeSource time = TimeSource.system();
        RandomSource random = RandomSource.system();
        Duration stallPatience = Duration.ofSeconds(5);
        /** For tests of sockets that cannot be made. */
        UnaryOperator<IoTransport> sockets = UnaryOperator.identity();

        @Nullable
        ByteBufAllocator allocator;

        @Nullable
        IoEventLoopGroup group;

        @Nullable
        ScheduledExecutorService controlExecutor;

        @Nullable
        InetSocketAddress nameServer;

        private Builder() {}

        /**
         * Adds a virtual service; may be called several times, or never: services can be added at run time.
         *
         * @param service a service of a new name
         * @return this builder
         * @throws IllegalArgumentException when its name or an address of it is taken by a service added before
         */
        public Builder service(VirtualService service) {
            Setting.present("service", service);
            if (services.stream().anyMatch(other -> other.name().equals(service.name()))) {
                throw Setting.refusal("service name", '"' + service.name() + '"', "a name that no other service has");
            }
            services.forEach(other -> refuseCollision(service, other));
            services.add(service);
            return this;
        }

        private static void refuseCollision(VirtualService service, VirtualService other) {
            for (Listener ours : service.listeners()) {
                for (Listener theirs : other.listeners()) {
                    if (ours.collidesWith(theirs)) {
                        throw Setting.refusal(
                                "listen of " + service.name(),
                                ours,
                                "an address that does not collide with " + theirs + " of service " + other.name());
                    }
                }
            }
        }

        /**
         * Sets how sockets are driven. Has no effect beside {@link #eventLoopGroup}.
         *
         * @param value default {@link Transport#AUTO}
         * @return this builder
         */
        public Builder transport(Transport value) {
            transport = Setting.present("transport", value);
            return this;
        }

        /**
         * Sets the number of event loops. Has no effect beside {@link #eventLoopGroup}.
         *
         * @param value 1 to 1024, default the number of processors
         * @return this builder
         * @throws IllegalArgumentException when it is outside the range
         */
        public Builder threads(int value) {
            threads = Setting.range("threads", value, 1, 1024);
            return this;
        }

        /**
         * Uses the host application's event loops. The balancer does not shut them down. Their tasks share the threads
         * with the traffic, so they must not block.
         *
         * @param value a group of NIO, epoll, io_uring or kqueue loops; default a group of the balancer's own
         * @return this builder
         */
        public Builder eventLoopGroup(IoEventLoopGroup value) {
            group = Setting.present("event loop group", value);
            return this;
        }

        /**
         * Runs the control loop on the host application's executor. The balancer does not shut it down. It must not be
         * an event loop of the traffic.
         *
         * @param value default a daemon thread of the balancer's own
         * @return this builder
         */
        public Builder controlExecutor(ScheduledExecutorService value) {
            controlExecutor = Setting.present("control executor", value);
            return this;
        }

        /**
         * Sets which name server is asked for the host names of servers. The hosts file goes before it, and the system's
         * search domains still apply.
         *
         * @param value an address with the port, usually 53; default the system's name servers
         * @return this builder
         * @throws IllegalArgumentException when it is a name itself, or the port is 0
         */
        public Builder nameServer(InetSocketAddress value) {
            Setting.present("name server", value);
            if (value.isUnresolved()) {
                throw Setting.refusal("name server", value.getHostString(), "an IPv4 or IPv6 address");
            }
            Setting.range("name server port", value.getPort(), 1, 65535);
            nameServer = value;
            return this;
        }

        /**
         * Sets where buffers come from.
         *
         * @param value default a pooled allocator of the balancer's own, which holds nothing after the close; on the
         *     host's event loops Netty's default allocator
         * @return this builder
         */
        public Builder allocator(ByteBufAllocator value) {
            allocator = Setting.present("allocator", value);
            return this;
        }

        /**
         * Limits the bytes that were read and could not be written yet, over all connections. When it is spent, reading
         * pauses everywhere until a quarter is free again; if that takes more than 5 s, connections that took no byte for
         * so long are reset, those first that have stalled longest.
         *
         * @param bytes 1 MiB to 1 TiB, default 256 MiB
         * @return this builder
         * @throws IllegalArgumentException when it is outside the range
         */
        public Builder byteBudget(long bytes) {
            byteBudget = Setting.range("byte budget", bytes, MIB, MIB * MIB);
            return this;
        }

        /** For tests: how long a stall is forgiven while the byte budget is spent. */
        Builder stallPatience(Duration value) {
            stallPatience = value;
            return this;
        }

        /**
         * Adds an observer of events; may be called several times.
         *
         * @param observer called on the control thread
         * @return this builder
         */
        public Builder observer(LoadBalancerObserver observer) {
            observers.add(Setting.present("observer", observer));
            return this;
        }

        /**
         * Sets the prefix of the names of the balancer's own threads.
         *
         * @param prefix not blank, default {@code evenkeel}
         * @return this builder
         * @throws IllegalArgumentException when it is blank
         */
        public Builder threadName(String prefix) {
            threadName = Setting.text("thread name", prefix);
            return this;
        }

        /**
         * Sets where time is read; for tests.
         *
         * @param value default {@link TimeSource#system()}
         * @return this builder
         */
        public Builder timeSource(TimeSource value) {
            time = Setting.present("time source", value);
            return this;
        }

        /**
         * Sets where random numbers come from; for tests.
         *
         * @param value default {@link RandomSource#system()}
         * @return this builder
         */
        public Builder randomSource(RandomSource value) {
            random = Setting.present("random source", value);
            return this;
        }

        /**
         * Starts: binds every listener of every service, then serves. All or nothing: when it throws, no socket and no
         * thread is left. Servers' first verdicts are a second stage, {@link LoadBalancer#firstVerdicts()}.
         *
         * @return the running balancer
         * @throws IllegalArgumentException when the event loop group is of no known transport
         * @throws IllegalStateException when the transport asked for does not load on this machine, or when the Netty
         *     that the application brings cannot carry a balancer: the message has the version found and the remedy
         * @throws java.io.UncheckedIOException when an address cannot be bound
         */
        public LoadBalancer start() {
            FoundNetty.look().require();
            return RunningBalancer.start(this);
        }
    }
}
