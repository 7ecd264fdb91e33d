/** A balancer driven by flags and by commands on standard input, for trying things out and for benchmarks. */
@NullMarked
package io.evenkeel.examples.standalone;

import org.jspecify.annotations.NullMarked;
