/** Evenkeel's data plane on Netty: what an application depends on. */
module io.evenkeel.lb.netty {
    requires transitive io.evenkeel.lb.api;
    requires transitive io.evenkeel.lb.health;
    requires static org.jspecify;
    requires org.slf4j;
    requires transitive io.netty.buffer;
    requires transitive io.netty.transport;
    requires io.netty.common;
    requires io.netty.codec.dns;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport.unix.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.classes.kqueue;

    exports io.evenkeel.lb.netty;
}
