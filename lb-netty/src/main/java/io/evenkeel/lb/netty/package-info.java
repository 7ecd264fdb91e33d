/**
 * Where a load balancer is started: {@link io.evenkeel.lb.netty.NettyLoadBalancer} and its builder. The only package of
 * this module that applications use.
 */
@NullMarked
package io.evenkeel.lb.netty;

import org.jspecify.annotations.NullMarked;
