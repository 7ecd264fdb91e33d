/** Messages of HTTP, whatever their version on the wire: what a parser fills, the exchange reads and a writer emits. */
@NullMarked
package io.evenkeel.lb.netty.http;

import org.jspecify.annotations.NullMarked;
