package io.evenkeel.lb.testkit.http;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of a head or of trailers, as they came: in order, names as sent, values without the blanks around them. */
public final class Fields {

    static final Fields NONE = new Fields(List.of());

    private final List<Map.Entry<String, String>> entries;

    Fields(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * All of them.
     *
     * @return names and values, in order
     */
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /**
     * The values of one field.
     *
     * @param name in any case
     * @return in order, empty if there is none
     */
    public List<String> all(String name) {
        return entries.stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * The first value of one field.
     *
     * @param name in any case
     * @return the value, or null if there is none
     */
    public @Nullable String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * Whether there is such a field.
     *
     * @param name in any case
     * @return true if there is at least one
     */
    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    /**
     * Whether a list such as {@code Connection} names something.
     *
     * @param name the field, in any case
     * @param token the element, in any case
     * @return true if one of the values, taken as a list, has it
     */
    public boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(element -> element.strip().equalsIgnoreCase(token));
    }

    /** One line each, as they came. */
    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
