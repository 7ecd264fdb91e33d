/**
 * Host names of real servers: {@link io.evenkeel.lb.netty.resolve.DnsNameWatch} says when to ask again and what to keep,
 * {@link io.evenkeel.lb.netty.resolve.DnsResolver} asks, by way of the hosts file and Netty's DNS client.
 */
@NullMarked
package io.evenkeel.lb.netty.resolve;

import org.jspecify.annotations.NullMarked;
