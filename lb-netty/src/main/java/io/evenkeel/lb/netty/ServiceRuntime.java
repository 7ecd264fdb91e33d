package io.evenkeel.lb.netty;

import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.tcp.TcpFrontend;
import io.evenkeel.lb.netty.tcp.TcpListeners;

/**
 * A service of a running balancer: the engine's part and the data plane's.
 *
 * @param service the engine's part
 * @param frontend what its connections share
 * @param listeners its listening sockets
 */
record ServiceRuntime(LiveService service, TcpFrontend frontend, TcpListeners listeners) {

    ServiceRuntime with(TcpListeners next) {
        return new ServiceRuntime(service, frontend, next);
    }
}
