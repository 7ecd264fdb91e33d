/** The balancers under comparison: how each is found, configured and started. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.balancer;

import org.jspecify.annotations.NullMarked;
