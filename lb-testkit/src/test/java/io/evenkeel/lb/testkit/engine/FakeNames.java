package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A resolver whose answers the test gives. What is known is told at once, as the contract says. Control thread only. */
final class FakeNames implements NameWatch {

    private static final class Name {
        final List<Listener> listeners = new ArrayList<>();
        List<InetAddress> addresses = List.of();
    }

    private final Map<String, Name> names = new LinkedHashMap<>();

    @Override
    public Registration watch(String host, Listener listener) {
        Name name = names.computeIfAbsent(host, h -> new Name());
        name.listeners.add(listener);
        if (!name.addresses.isEmpty()) {
            listener.onAddresses(name.addresses);
        }
        return () -> {
            name.listeners.remove(listener);
            if (name.listeners.isEmpty()) {
                names.remove(host, name);
            }
        };
    }

    void resolve(String host, String... addresses) {
        Name name = names.get(host);
        name.addresses = List.of(addresses).stream().map(FakeNames::literal).toList();
        List.copyOf(name.listeners).forEach(listener -> listener.onAddresses(name.addresses));
    }

    void fail(String host, String cause) {
        List.copyOf(names.get(host).listeners).forEach(listener -> listener.onFailure(cause));
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Each name that is watched, as often as it is. */
    List<String> watched() {
        List<String> watched = new ArrayList<>();
        names.forEach((host, name) -> name.listeners.forEach(listener -> watched.add(host)));
        return watched;
    }
}
