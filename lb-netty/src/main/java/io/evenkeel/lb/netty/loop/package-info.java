/**
 * What each event loop owns: its worker number, its deadlines, its live connections, its part in the byte budget. Nothing
 * here is shared between loops but the budget's count.
 */
@NullMarked
package io.evenkeel.lb.netty.loop;

import org.jspecify.annotations.NullMarked;
