/** Internal. What a balancer's handles do: each command is a task of the control loop. */
@NullMarked
package io.evenkeel.lb.engine.handle;

import org.jspecify.annotations.NullMarked;
