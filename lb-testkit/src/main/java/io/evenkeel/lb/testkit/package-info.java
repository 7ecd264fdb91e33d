/**
 * Time, randomness and leaks under a test's control: {@link io.evenkeel.lb.testkit.VirtualTime} replaces the clock and
 * the timer, {@link io.evenkeel.lb.testkit.ScriptedRandom} the dice, and {@link io.evenkeel.lb.testkit.LeakGate} says
 * what a test forgot to close. Every failure is an {@link AssertionError}, so no test framework is needed.
 */
@NullMarked
package io.evenkeel.lb.testkit;

import org.jspecify.annotations.NullMarked;
