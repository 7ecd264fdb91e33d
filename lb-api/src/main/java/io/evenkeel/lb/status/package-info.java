/**
 * What is: the states of services and servers, why clients were turned away, and snapshots of all of it, in memory and as
 * JSON.
 */
@NullMarked
package io.evenkeel.lb.status;

import org.jspecify.annotations.NullMarked;
