/** Who is told what happens: observers of the balancer and of exchanges, their events, and the access log. */
@NullMarked
package io.evenkeel.lb.observe;

import org.jspecify.annotations.NullMarked;
