/** What the operating system tells of a process, and how processes are started and pinned. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.process;

import org.jspecify.annotations.NullMarked;
