/**
 * Messages of HTTP, whatever their version on the wire: what a parser fills, the exchange reads and a writer emits. Knows no other
 * room.
 */
@NullMarked
package io.evenkeel.lb.netty.http.message;

import org.jspecify.annotations.NullMarked;
