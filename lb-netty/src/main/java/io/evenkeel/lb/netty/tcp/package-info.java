/**
 * TCP services: find a server, relay, settle. A {@link io.evenkeel.lb.netty.tcp.TcpConnection} is the
 * client's connection from its acceptance to its end; it has two {@link io.evenkeel.lb.netty.tcp.Side}s.
 */
@NullMarked
package io.evenkeel.lb.netty.tcp;

import org.jspecify.annotations.NullMarked;
