/** Reading HTTP/1: one strict parser for heads and chunked bodies, and the guard of what they say. */
@NullMarked
package io.evenkeel.lb.netty.http.h1.parse;

import org.jspecify.annotations.NullMarked;
