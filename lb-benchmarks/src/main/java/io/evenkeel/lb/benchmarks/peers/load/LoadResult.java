package io.evenkeel.lb.benchmarks.peers.load;

import io.evenkeel.lb.benchmarks.peers.result.Percentiles;

/**
 * What a generator counted.
 *
 * @param requests those answered
 * @param units what CPU time is divided by
 * @param errors requests that were not answered as they should be
 * @param seconds how long it took
 * @param latency how long requests took
 * @param remark what was wrong or odd, or empty
 */
public record LoadResult(
        long requests, double units, long errors, double seconds, Percentiles latency, String remark) {}
