/**
 * Schedulers: how the next server is chosen. {@link io.evenkeel.lb.schedule.Scheduler} makes an immutable
 * {@link io.evenkeel.lb.schedule.Picker} for each set of members; one algorithm per file. Algorithms see
 * {@code io.evenkeel.lb.spi} and nothing else.
 */
@NullMarked
package io.evenkeel.lb.schedule;

import org.jspecify.annotations.NullMarked;
