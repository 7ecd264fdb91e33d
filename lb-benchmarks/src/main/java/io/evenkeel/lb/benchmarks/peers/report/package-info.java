/** What a run leaves behind: report.md, results.json and plots. */
@NullMarked
package io.evenkeel.lb.benchmarks.peers.report;

import org.jspecify.annotations.NullMarked;
