/**
 * How clients come in, whatever they speak: listening sockets, who accepts on them, the gate, and what happens while the
 * process has no descriptors left.
 */
@NullMarked
package io.evenkeel.lb.netty.listen;

import org.jspecify.annotations.NullMarked;
