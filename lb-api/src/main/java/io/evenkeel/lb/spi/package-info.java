/**
 * What algorithms share and users may implement against: a server as an algorithm sees it, the context of a pick, time,
 * randomness, outcomes, and the one helper that validates settings. This package knows no other package of Evenkeel.
 */
@NullMarked
package io.evenkeel.lb.spi;

import org.jspecify.annotations.NullMarked;
