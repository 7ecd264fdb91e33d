/**
 * What algorithms share and users may implement against: servers and clients as an algorithm sees them, the context of a
 * pick, time, randomness, outcomes, and the one helper that validates settings. This package knows no other package of
 * Evenkeel.
 */
@NullMarked
package io.evenkeel.lb.spi;

import org.jspecify.annotations.NullMarked;
