package io.evenkeel.lb.benchmarks.peers;

import io.evenkeel.lb.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is allowed on the command line. */
final class Arguments {

    private Arguments() {}

    /**
     * Those of a list that are named, in the list's order.
     *
     * @throws IllegalArgumentException when a name is not known; the message lists those that are
     */
    static <T> List<T> named(String setting, List<String> names, List<T> all, Function<T, String> name) {
        List<String> known = all.stream().map(name).distinct().toList();
        for (String one : names) {
            if (!known.contains(one)) {
                throw Setting.refusal(setting, one, String.join(", ", known));
            }
        }
        List<T> chosen = new ArrayList<>();
        for (T one : all) {
            if (names.contains(name.apply(one))) {
                chosen.add(one);
            }
        }
        return chosen;
    }
}
