/**
 * What a service makes of a request's head and of an answer's: fields that are taken out and added, filters, routes, answers of
 * our own.
 */
@NullMarked
package io.evenkeel.lb.netty.http.rules;

import org.jspecify.annotations.NullMarked;
