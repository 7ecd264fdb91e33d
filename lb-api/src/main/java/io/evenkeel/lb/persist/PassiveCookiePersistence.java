package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.HttpSyntax;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Persistence by the server's own cookie, such as that of its session: a value that a server sets is remembered with that
 * server, and a request that brings the value back goes there. Immutable, with value equality; each setter returns a
 * changed copy.
 */
public final class PassiveCookiePersistence extends TablePersistence<PassiveCookiePersistence> {

    private final String name;

    private PassiveCookiePersistence(String name, TableSettings settings) {
        super(settings);
        this.name = name;
    }

    static PassiveCookiePersistence named(String name) {
        return new PassiveCookiePersistence(HttpSyntax.token("persistence cookie", name), TableSettings.DEFAULT);
    }

    @Override
    PassiveCookiePersistence with(TableSettings next) {
        return new PassiveCookiePersistence(name, next);
    }

    /**
     * The cookie's name.
     *
     * @return a token
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PassiveCookiePersistence that
                && name.equals(that.name)
                && settings().equals(that.settings());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, settings());
    }

    @Override
    public String toString() {
        return "passive-cookie:" + name;
    }
}
