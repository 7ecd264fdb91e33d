/** The comparison with other balancers: arguments, turns, progress. See {@code lb-benchmarks/run peers --help}. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
