/** Who is let in: access list, rates, and what each client may have. Whatever the traffic is. */
@NullMarked
package io.evenkeel.lb.netty.gate;

import org.jspecify.annotations.NullMarked;
