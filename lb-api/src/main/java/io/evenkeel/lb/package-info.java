/**
 * What users describe and hold: virtual services, listeners, pools and real servers; a running load balancer and its
 * handles; observers, events and snapshots. A balancer is started through {@code io.evenkeel.lb.netty.NettyLoadBalancer}.
 */
@NullMarked
package io.evenkeel.lb;

import org.jspecify.annotations.NullMarked;
