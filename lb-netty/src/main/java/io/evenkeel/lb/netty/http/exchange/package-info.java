/**
 * The exchange of a request and its answer between two sides, whatever version of HTTP they speak; what a service has on each loop.
 */
@NullMarked
package io.evenkeel.lb.netty.http.exchange;

import org.jspecify.annotations.NullMarked;
