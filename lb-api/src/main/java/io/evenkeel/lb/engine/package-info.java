/**
 * Internal: the decision engine. The control loop and the state that it owns (what is declared, what the administrator
 * set, what is observed), the immutable pool states that it publishes, endpoints with their counters, and choose and
 * settle. No I/O. Exported to Evenkeel's own modules only, which the class path does not enforce: applications must not
 * use it.
 *
 * <p>Threads: methods marked "control thread" run on the control loop. {@code LivePool.choose} and
 * {@code Selection} run on workers, each worker's selections on its own thread.
 */
@NullMarked
package io.evenkeel.lb.engine;

import org.jspecify.annotations.NullMarked;
