package io.evenkeel.lb.persist;

import io.evenkeel.lb.spi.HttpSyntax;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Persistence by the value of a field of requests, such as a user's or a tenant's name. A request without the field is
 * balanced as if not known; of several fields of the name the first counts. Immutable, with value equality; each setter
 * returns a changed copy.
 */
public final class HeaderPersistence extends TablePersistence<HeaderPersistence> {

    private final String name;

    private HeaderPersistence(String name, TableSettings settings) {
        super(settings);
        this.name = name;
    }

    static HeaderPersistence named(String name) {
        return new HeaderPersistence(HttpSyntax.token("persistence header", name), TableSettings.DEFAULT);
    }

    @Override
    HeaderPersistence with(TableSettings next) {
        return new HeaderPersistence(name, next);
    }

    /**
     * The field's name.
     *
     * @return a token
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeaderPersistence that
                && name.equalsIgnoreCase(that.name)
                && settings().equals(that.settings());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name.toLowerCase(Locale.ROOT), settings());
    }

    @Override
    public String toString() {
        return "header:" + name;
    }
}
