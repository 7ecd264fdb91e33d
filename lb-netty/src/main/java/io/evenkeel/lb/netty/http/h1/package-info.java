/** HTTP/1 on the wire: one strict parser for heads and chunked bodies, and the writer of what goes on. */
@NullMarked
package io.evenkeel.lb.netty.http.h1;

import org.jspecify.annotations.NullMarked;
