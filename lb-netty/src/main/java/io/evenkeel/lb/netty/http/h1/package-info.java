/** HTTP/1 on the wire: the connections of clients and to servers, and the writer of what goes on. */
@NullMarked
package io.evenkeel.lb.netty.http.h1;

import org.jspecify.annotations.NullMarked;
