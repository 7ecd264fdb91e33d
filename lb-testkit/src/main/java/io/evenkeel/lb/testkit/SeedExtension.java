package io.evenkeel.lb.testkit;

import io.evenkeel.lb.spi.RandomSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** What stands behind {@link Seed}, which brings it along. */
public final class SeedExtension implements ParameterResolver, TestExecutionExceptionHandler {

    private static final String PROPERTY = "evenkeel.seed";
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SeedExtension.class);

    /** Says how to see a failure again. */
    private static final class Replay extends RuntimeException {

        private static final long serialVersionUID = 1;

        Replay(long seed) {
            super("the seed was " + seed + "; for the same again: -D" + PROPERTY + "=" + seed, null, false, false);
        }
    }

    /** Made by JUnit. */
    public SeedExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(Seed.class) && (type == long.class || type == RandomSource.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        long seed = test.getStore(HERE).getOrComputeIfAbsent(PROPERTY, key -> seed(test), Long.class);
        return parameter.getParameter().getType() == long.class ? seed : ScriptedRandom.seeded(seed);
    }

    private static long seed(ExtensionContext test) {
        String given = System.getProperty(PROPERTY, "");
        if (given.isEmpty()) {
            return test.getUniqueId().hashCode() & Integer.MAX_VALUE;
        } else if (given.equals("random")) {
            return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        }
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new ParameterResolutionException(
                    PROPERTY + ": " + given + " is not allowed; allowed: a whole number, or random", e);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        @Nullable Long seed = test.getStore(HERE).get(PROPERTY, Long.class);
        if (seed != null) {
            failure.addSuppressed(new Replay(seed));
        }
        throw failure;
    }
}
