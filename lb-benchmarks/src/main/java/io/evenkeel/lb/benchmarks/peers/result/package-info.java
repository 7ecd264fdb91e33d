/** What the turns amount to: medians, intervals, ratios, verdicts. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.result;

import org.jspecify.annotations.NullMarked;
