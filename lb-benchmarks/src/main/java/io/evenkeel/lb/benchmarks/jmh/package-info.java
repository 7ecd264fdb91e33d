/** Benchmarks of parts, without sockets: one class per question. */
package io.evenkeel.lb.benchmarks.jmh;
