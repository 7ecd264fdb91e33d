package io.evenkeel.lb.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a parameter of a JUnit test: its seed, as a {@code long}, or a {@link io.evenkeel.lb.spi.RandomSource} that is seeded
 * with it.
 *
 * <pre>{@code
 * @Test
 * void nobodySeesThatAServerDies(@Seed long seed) {
 *     Report seen = Simulation.of(shop).seed(seed)…
 * }
 * }</pre>
 *
 * <p>Each test, and each repetition of one, has a seed of its own, which is the same in each run and on each machine. When the
 * test fails, the failure says which it was. With {@code -Devenkeel.seed=4711} every test has that one; with {@code
 * -Devenkeel.seed=random} each has another in each run, for whoever looks for what no seed has shown yet.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
public @interface Seed {}
