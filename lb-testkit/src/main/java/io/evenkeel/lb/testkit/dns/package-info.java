/** A name server on loopback that answers what the test says, in time or not at all. */
@NullMarked
package io.evenkeel.lb.testkit.dns;

import org.jspecify.annotations.NullMarked;
