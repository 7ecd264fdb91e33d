/** Internal. How the engine hears of the world outside: the health of servers, and the addresses behind names. */
@NullMarked
package io.evenkeel.lb.engine.watch;

import org.jspecify.annotations.NullMarked;
