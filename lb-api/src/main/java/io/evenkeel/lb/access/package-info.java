/** Who may connect to a service: {@link io.evenkeel.lb.access.AccessList}. */
@NullMarked
package io.evenkeel.lb.access;

import org.jspecify.annotations.NullMarked;
