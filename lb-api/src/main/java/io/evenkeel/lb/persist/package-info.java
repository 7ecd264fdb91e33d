/**
 * Persistence: what keeps a client on the server it had. This package holds the contract; kinds of persistence come as
 * files beside it. See {@code docs/decisions} for why lookups may be asynchronous and why values name hosts.
 */
@NullMarked
package io.evenkeel.lb.persist;

import org.jspecify.annotations.NullMarked;
