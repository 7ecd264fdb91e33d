/** Heads of HTTP messages as rules and filters see them. */
@NullMarked
package io.evenkeel.lb.route;

import org.jspecify.annotations.NullMarked;
