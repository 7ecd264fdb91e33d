/**
 * Internal. Choose and settle: the published state of a pool, its members and endpoints, what is counted of them, and
 * who waits. What workers do here allocates nothing and takes no lock.
 */
@NullMarked
package io.evenkeel.lb.engine.choose;

import org.jspecify.annotations.NullMarked;
