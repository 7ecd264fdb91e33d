/** A client's way to a server, whatever it speaks: look up, choose, wait, dial. */
@NullMarked
package io.evenkeel.lb.netty.search;

import org.jspecify.annotations.NullMarked;
