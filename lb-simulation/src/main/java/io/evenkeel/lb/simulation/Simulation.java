package io.evenkeel.lb.simulation;

import io.evenkeel.lb.ServiceHandle;
import io.evenkeel.lb.VirtualService;
import io.evenkeel.lb.route.RequestHead;
import io.evenkeel.lb.spi.Setting;
import io.evenkeel.lb.testkit.FakeRequestHead;
import io.evenkeel.lb.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A service in virtual time, against a script of failures: what would clients see? The package tells what is real and what is
 * imitated.
 *
 * <pre>{@code
 * Report seen = Simulation.of(shop)
 *         .requestsPerSecond(500)
 *         .server("10.0.0.13:8080", c -> c.errorPercent(3))
 *         .at(ofSeconds(10), "10.0.0.12:8080", SimulatedServer::dies)
 *         .at(ofSeconds(40), "10.0.0.12:8080", SimulatedServer::recovers)
 *         .run(ofMinutes(1));
 * }</pre>
 *
 * <p>Requests come at a rate that does not depend on how servers do, each from one of the clients. The same description with
 * the same seed gives the same report, on each machine.
 *
 * <p>For use by one thread. Each setter validates at once and returns this simulation; it may be run any number of times.
 */
public final class Simulation {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_CLIENTS = 1_000_000;

    /** What an operator does to the running service. */
    @FunctionalInterface
    public interface Operation {

        /**
         * Gives a command.
         *
         * @param service the handle of the running service; it is bound to no address
         * @return what the command returned: a command that fails is a failure of the run
         */
        CompletionStage<?> on(ServiceHandle service);
    }

    /** What happens at a time. */
    record Step(Duration at, Consumer<Run> action) {}

    private final VirtualService service;
    private final List<Step> script = new ArrayList<>();
    private final SortedMap<Duration, Integer> rates = new TreeMap<>();
    private SimulatedServer everyServer = SimulatedServer.WELL;
    private List<RequestHead> heads;
    private Duration patience = LONGEST;
    private boolean even;
    private int clients = 1000;
    private long seed = 1;
    private @Nullable VirtualTime time;

    private Simulation(VirtualService service) {
        this.service = service;
        this.heads = List.of(FakeRequestHead.of("GET", "http://localhost/"));
        rates.put(Duration.ZERO, 100);
    }

    /**
     * A simulation of a service, in which nothing fails yet.
     *
     * @param service the service as it would be given to a balancer; its listeners are not bound
     * @return the simulation
     */
    public static Simulation of(VirtualService service) {
        return new Simulation(Setting.present("service", service));
    }

    // ---- clients ----

    /**
     * How many requests come in a second (for TCP: connections, each of which is one question and one answer). They come at
     * random, as from many clients who know nothing of each other, unless they come {@link #evenly}.
     *
     * @param value 0 to 1,000,000, default 100; on average
     * @return this simulation
     * @throws IllegalArgumentException when it is outside the range
     */
    public Simulation requestsPerSecond(int value) {
        return requestsPerSecond(value, Duration.ZERO);
    }

    /**
     * How many requests come in a second from a time on.
     *
     * @param value 0 to 1,000,000, on average
     * @param from 0 to 30 days after the start, and before the run's end
     * @return this simulation
     * @throws IllegalArgumentException when one is outside its range
     */
    public Simulation requestsPerSecond(int value, Duration from) {
        rates.put(time("time of the rate", from), Setting.range("requests per second", value, 0, MOST_REQUESTS));
        return this;
    }

    /**
     * Requests come at equal intervals, the first at once, from one client after the other, and one kind after the other:
     * where numbers are to be exact.
     *
     * @return this simulation
     */
    public Simulation evenly() {
        even = true;
        return this;
    }

    /**
     * How many clients there are. Each has an address of its own, from 100.64.0.0 upwards, keeps its cookies, and sends the
     * same value of its own in the field that {@code Persistence.header} asks for.
     *
     * @param value 1 to 1,000,000, default 1000
     * @return this simulation
     * @throws IllegalArgumentException when it is outside the range
     */
    public Simulation clients(int value) {
        clients = Setting.range("clients", value, 1, MOST_CLIENTS);
        return this;
    }

    /**
     * What clients of an HTTP service ask for: each request is one of these, for routes to look at, and for whether it may be
     * sent again.
     *
     * @param kind in place of the default, {@code GET http://localhost/}
     * @param more other kinds, each as likely
     * @return this simulation
     */
    public Simulation requests(RequestHead kind, RequestHead... more) {
        List<RequestHead> all = new ArrayList<>(List.of(more));
        all.add(0, Setting.present("request", kind));
        heads = List.copyOf(all);
        return this;
    }

    /**
     * How long a client waits for its answer; then it resets its connection.
     *
     * @param value 1 ms to 30 days, default 30 days
     * @return this simulation
     * @throws IllegalArgumentException when it is outside the range
     */
    public Simulation patience(Duration value) {
        patience = Setting.range("patience", value, Duration.ofMillis(1), LONGEST);
        return this;
    }

    // ---- servers ----

    /**
     * How servers behave as long as nothing else is said of them, those included that come later.
     *
     * @param change makes it of {@link SimulatedServer#WELL}
     * @return this simulation
     */
    public Simulation servers(UnaryOperator<SimulatedServer> change) {
        everyServer = Setting.present("servers", change.apply(SimulatedServer.WELL));
        return this;
    }

    /**
     * How a server behaves from the start.
     *
     * @param id its id, {@code host:port}; one host and port are one server, whatever pools it is in
     * @param change what is different with it
     * @return this simulation
     * @throws IllegalArgumentException by {@link #run}, when the service has no server of this id
     */
    public Simulation server(String id, UnaryOperator<SimulatedServer> change) {
        return at(Duration.ZERO, id, change);
    }

    /**
     * Something happens to a server.
     *
     * @param at 0 to 30 days after the start, and before the run's end
     * @param id its id, {@code host:port}
     * @param change what becomes of it, for example {@code SimulatedServer::dies}
     * @return this simulation
     * @throws IllegalArgumentException when the time is outside the range; by {@link #run}, when the service has no server of
     *     this id at that time
     */
    public Simulation at(Duration at, String id, UnaryOperator<SimulatedServer> change) {
        Setting.text("server", id);
        Setting.present("change of server " + id, change);
        return step(at, run -> run.change(id, change));
    }

    // ---- the operator ----

    /**
     * The operator does something, for example {@code service -> service.server("10.0.0.12:8080").drain(ofSeconds(30))}.
     *
     * @param at 0 to 30 days after the start, and before the run's end
     * @param operation gives the command
     * @return this simulation
     * @throws IllegalArgumentException when the time is outside the range
     */
    public Simulation at(Duration at, Operation operation) {
        Setting.present("operation", operation);
        return step(at, run -> run.operate(operation));
    }

    /**
     * The operator puts another configuration in force.
     *
     * @param at 0 to 30 days after the start, and before the run's end
     * @param next a service of the same name and kind
     * @return this simulation
     * @throws IllegalArgumentException when the time is outside the range, or the service is another one
     */
    public Simulation at(Duration at, VirtualService next) {
        Setting.present("service", next);
        if (!next.name().equals(service.name()) || next.getClass() != service.getClass()) {
            throw Setting.refusal(
                    "service",
                    next.name(),
                    "one of the same name and kind as " + service.name() + ", which it replaces");
        }
        return step(at, run -> run.replace(next));
    }

    private Simulation step(Duration at, Consumer<Run> action) {
        script.add(new Step(time("time of the script", at), action));
        return this;
    }

    private static Duration time(String setting, Duration at) {
        return Setting.range(setting, at, Duration.ZERO, LONGEST);
    }

    // ---- chance and time ----

    /**
     * Selects the chances: who comes when, what each answer takes, what schedulers and checks draw. Those of clients do not
     * depend on the configuration, so that two of them can be compared.
     *
     * @param value any number, default 1
     * @return this simulation
     */
    public Simulation seed(long value) {
        seed = value;
        return this;
    }

    /**
     * The clock to run by, for a configuration that holds it, such as a persistence table of its own. Each run moves it on.
     *
     * @param clock default a new one for each run
     * @return this simulation
     */
    public Simulation time(VirtualTime clock) {
        time = Setting.present("time", clock);
        return this;
    }

    /**
     * Runs it: clients come for this long, and the last of them is waited for.
     *
     * @param length 1 ms to 30 days, longer than each time of the script
     * @return what clients saw
     * @throws IllegalArgumentException when the length is outside the range, the script goes beyond it, or names a server that
     *     the service has not
     * @throws RuntimeException what a command of the script failed with
     */
    public Report run(Duration length) {
        Setting.range("length of the run", length, Duration.ofMillis(1), LONGEST);
        List<Duration> times = new ArrayList<>(rates.keySet());
        script.forEach(step -> times.add(step.at()));
        for (Duration at : times) {
            if (at.compareTo(length) >= 0) {
                throw Setting.refusal("time of the script", at, "before the run's end at " + Setting.text(length));
            }
        }
        return new Run(this, Objects.requireNonNullElseGet(time, VirtualTime::create), length).play(length);
    }

    // ---- for the run ----

    VirtualService service() {
        return service;
    }

    List<Step> script() {
        return script;
    }

    SortedMap<Duration, Integer> rates() {
        return rates;
    }

    SimulatedServer everyServer() {
        return everyServer;
    }

    List<RequestHead> heads() {
        return heads;
    }

    Duration patience() {
        return patience;
    }

    boolean isEven() {
        return even;
    }

    int clients() {
        return clients;
    }

    long seed() {
        return seed;
    }
}
