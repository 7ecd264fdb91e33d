/** What is measured: one scenario per question. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.scenario;

import org.jspecify.annotations.NullMarked;
