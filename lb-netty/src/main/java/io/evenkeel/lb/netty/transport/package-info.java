/** The ways to drive sockets: one file for each, and the place where their native libraries are tried. */
@NullMarked
package io.evenkeel.lb.netty.transport;

import org.jspecify.annotations.NullMarked;
