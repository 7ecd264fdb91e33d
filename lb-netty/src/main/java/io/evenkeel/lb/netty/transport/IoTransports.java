package io.evenkeel.lb.netty.transport;

import io.netty.channel.IoEventLoopGroup;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where native libraries are tried; a failure is told once, with its cause. */
public final class IoTransports {

    private static final Logger log = LoggerFactory.getLogger(IoTransports.class);

    private IoTransports() {}

    /**
     * The best transport that loads on this machine.
     *
     * @return epoll, kqueue or NIO
     */
    public static IoTransport best() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Supplier<IoTransport> first = system.contains("linux") ? EpollTransport::load : KqueueTransport::load;
        try {
            return first.get();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            log.info("no native transport loads here, NIO is used: {}", rootMessage(e));
            log.debug("why no native transport loads", e);
            return NioTransport.load();
        }
    }

    /**
     * A transport by its name.
     *
     * @param name {@code epoll}, {@code kqueue}, {@code nio} or {@code io_uring}
     * @return the transport
     * @throws IllegalStateException when it does not load on this machine
     */
    public static IoTransport named(String name) {
        try {
            return switch (name) {
                case "epoll" -> EpollTransport.load();
                case "kqueue" -> KqueueTransport.load();
                case "io_uring" -> IoUringTransport.load();
                case "nio" -> NioTransport.load();
                default -> throw new IllegalArgumentException(name);
            };
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new IllegalStateException("transport " + name + " does not load here: " + rootMessage(e), e);
        }
    }

    /**
     * The transport of a group that the host application made.
     *
     * @param group the host's group
     * @return its transport
     * @throws IllegalArgumentException when it is none of the known ones
     */
    public static IoTransport of(IoEventLoopGroup group) {
        for (Supplier<IoTransport> load : List.<Supplier<IoTransport>>of(
                NioTransport::load, EpollTransport::load, IoUringTransport::load, KqueueTransport::load)) {
            try {
                IoTransport transport = load.get();
                if (group.isIoType(transport.handlerType())) {
                    return transport;
                }
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                log.trace("not this one", e);
            }
        }
        throw new IllegalArgumentException(
                "event loop group: " + group.getClass().getName()
                        + " is not allowed; allowed: a group of NIO, epoll, io_uring or kqueue loops");
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
