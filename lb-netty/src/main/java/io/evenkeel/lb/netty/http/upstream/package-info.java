/**
 * Connections to servers: what an exchange asks of one, where it hands the answer that it reads, and the pool in which it is idle.
 */
@NullMarked
package io.evenkeel.lb.netty.http.upstream;

import org.jspecify.annotations.NullMarked;
