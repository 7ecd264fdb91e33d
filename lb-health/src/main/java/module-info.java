/** Evenkeel's active health checks: the monitor that runs them and one probe per kind of server. */
module io.evenkeel.lb.health {
    requires transitive io.evenkeel.lb.api;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.evenkeel.lb.health;
}
