/** Small programs that show one use each; {@code examples/run NAME} starts them. */
@NullMarked
package io.evenkeel.examples;

import org.jspecify.annotations.NullMarked;
