/** Generators of load and what they report. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.load;

import org.jspecify.annotations.NullMarked;
