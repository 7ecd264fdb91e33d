package io.evenkeel.lb.simulation;

import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.RandomSource;
import io.evenkeel.lb.spi.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Who comes when, and with which request. Clients do not wait for each other: the rate is what it is, however servers do. */
final class Arrivals {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Run run;
    private final Simulation simulation;
    private final List<RequestHead> heads;
    private final long end;
    private final RandomSource random;
    private final Map<Integer, Client> clients = new HashMap<>();

    private int rate;
    /** When the rate became what it is, and how many have come since. */
    private long since;

    private long count;
    /** How many have come in all. */
    private long total;

    private Registration next = () -> {};

    Arrivals(Run run, Simulation simulation, long end, RandomSource random) {
        this.run = run;
        this.simulation = simulation;
        this.heads = simulation.heads();
        this.end = end;
        this.random = random;
    }

    void begin() {
        long start = run.now();
        simulation.rates().forEach((at, perSecond) -> run.at(start + at.toNanos(), () -> rate(perSecond)));
    }

    private void rate(int perSecond) {
        next.cancel();
        rate = perSecond;
        since = run.now();
        count = 0;
        schedule();
    }

    private void schedule() {
        if (rate == 0) {
            return;
        }
        // From the count, not from the last one: a third of a second is no whole number of nanoseconds.
        long at = simulation.isEven()
                ? since + count * SECOND / rate
                : run.now() + (long) (Latencies.exponential(random) * SECOND / rate);
        if (at - end < 0) {
            next = run.at(at, this::arrive);
        }
    }

    private void arrive() {
        count++;
        schedule();
        run.admit(client(), heads.get(simulation.isEven() ? (int) (total % heads.size()) : draw(heads.size())));
        total++;
    }

    private Client client() {
        int all = simulation.clients();
        int number = simulation.isEven() ? (int) (total / heads.size() % all) : draw(all);
        return clients.computeIfAbsent(number, Client::new);
    }

    private int draw(int bound) {
        return bound == 1 ? 0 : random.nextInt(bound);
    }
}
