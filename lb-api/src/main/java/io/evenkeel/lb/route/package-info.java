/**
 * What an HTTP service does with a request by its head: {@link io.evenkeel.lb.route.Route routes} to pools, redirects and
 * fixed answers, and the {@link io.evenkeel.lb.route.HttpFilter filters} of the host application. Pools are named by text;
 * the service resolves them when it is built. This package knows {@code spi} only.
 */
@NullMarked
package io.evenkeel.lb.route;

import org.jspecify.annotations.NullMarked;
