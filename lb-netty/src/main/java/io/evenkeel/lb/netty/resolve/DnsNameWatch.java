package io.evenkeel.lb.netty.resolve;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps host names resolved for as long as somebody watches them; all who watch one name share its lookups. A name is asked
 * for again when the smallest TTL of its records is over, at least every 5 minutes and at most every second; after a failure
 * within 1 to 30 seconds, later each time. There is nothing to close: with the last watch the last timer and lookup are gone.
 *
 * <p>All methods, and those of what they return, are for the control thread.
 */
public final class DnsNameWatch implements NameWatch {

    private final ControlLoop control;
    private final RandomSource random;
    private final Resolver resolver;
    private final Map<String, WatchedName> names = new HashMap<>();

    /**
     * A watch of no name yet.
     *
     * @param control where everything happens, and whose timers are used
     * @param random spreads repetitions after failures
     * @param resolver asks
     */
    public DnsNameWatch(ControlLoop control, RandomSource random, DnsResolver resolver) {
        this(control, random, (Resolver) resolver);
    }

    DnsNameWatch(ControlLoop control, RandomSource random, Resolver resolver) {
        this.control = control;
        this.random = random;
        this.resolver = resolver;
    }

    @Override
    public Registration watch(String host, Listener listener) {
        assert control.inLoop() : "watch() belongs on the control thread";
        String key = host.toLowerCase(Locale.ROOT);
        WatchedName name = names.get(key);
        if (name == null) {
            name = new WatchedName(key, control, random, resolver);
            names.put(key, name);
            name.ask();
        }
        return unwatch(key, name, name.add(listener));
    }

    private Registration unwatch(String key, WatchedName name, WatchedName.Subscription subscription) {
        return () -> {
            name.remove(subscription);
            // Cancelled twice, it must not take away a later watch of the same name.
            if (name.isUnwatched() && names.remove(key, name)) {
                name.stop();
            }
        };
    }

    /** How many names are watched; for tests of what is shared and what is left behind. */
    int nameCount() {
        return names.size();
    }
}
