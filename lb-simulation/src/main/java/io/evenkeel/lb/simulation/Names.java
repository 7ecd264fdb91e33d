package io.evenkeel.lb.simulation;

import io.evenkeel.lb.engine.ControlLoop;
import io.evenkeel.lb.engine.watch.NameWatch;
import io.evenkeel.lb.spi.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gives each host name an address of its own, at once and for good: 198.18.0.0/15, kept for benchmarks. */
final class Names implements NameWatch {

    private final ControlLoop control;
    private final Map<String, InetAddress> addresses = new HashMap<>();

    Names(ControlLoop control) {
        this.control = control;
    }

    @Override
    public Registration watch(String host, Listener listener) {
        AtomicBoolean ended = new AtomicBoolean();
        control.execute(() -> {
            if (!ended.get()) {
                listener.onAddresses(List.of(resolve(host)));
            }
        });
        return () -> ended.set(true);
    }

    InetAddress resolve(String host) {
        return addresses.computeIfAbsent(host, name -> address(name, addresses.size() + 1));
    }

    private static InetAddress address(String name, int number) {
        try {
            return InetAddress.getByAddress(
                    name, new byte[] {(byte) 198, 18, (byte) (number >> Byte.SIZE), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
