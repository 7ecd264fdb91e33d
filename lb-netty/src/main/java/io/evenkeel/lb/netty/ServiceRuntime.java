package io.evenkeel.lb.netty;

import io.evenkeel.lb.engine.LiveService;
import io.evenkeel.lb.netty.listen.Frontend;
import io.evenkeel.lb.netty.listen.Listeners;

/**
 * A service of a running balancer: the engine's part and the data plane's.
 *
 * @param service the engine's part
 * @param frontend what its connections share
 * @param listeners its listening sockets
 */
record ServiceRuntime(LiveService service, Frontend frontend, Listeners listeners) {

    ServiceRuntime with(Listeners next) {
        return new ServiceRuntime(service, frontend, next);
    }
}
