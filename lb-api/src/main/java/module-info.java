/** Evenkeel's configuration, algorithms and decision engine; no I/O and no Netty. */
module io.evenkeel.lb.api {
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports io.evenkeel.lb;
    exports io.evenkeel.lb.access;
    exports io.evenkeel.lb.check;
    exports io.evenkeel.lb.observe;
    exports io.evenkeel.lb.persist;
    exports io.evenkeel.lb.route;
    exports io.evenkeel.lb.schedule;
    exports io.evenkeel.lb.spi;
    exports io.evenkeel.lb.status;
    exports io.evenkeel.lb.engine to
            io.evenkeel.lb.health,
            io.evenkeel.lb.netty,
            io.evenkeel.lb.simulation,
            io.evenkeel.lb.testkit;
    exports io.evenkeel.lb.engine.choose to
            io.evenkeel.lb.health,
            io.evenkeel.lb.netty,
            io.evenkeel.lb.simulation,
            io.evenkeel.lb.testkit;
    exports io.evenkeel.lb.engine.handle to
            io.evenkeel.lb.health,
            io.evenkeel.lb.netty,
            io.evenkeel.lb.simulation,
            io.evenkeel.lb.testkit;
    exports io.evenkeel.lb.engine.watch to
            io.evenkeel.lb.health,
            io.evenkeel.lb.netty,
            io.evenkeel.lb.simulation,
            io.evenkeel.lb.testkit;
}
