package io.evenkeel.examples.standalone;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.spi.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say what happens when servers fail, fill up or come back. */
final class AvailabilityOptions {

    private static final Duration WAIT = Duration.ofSeconds(10);

    @Option(
            names = "--slow-start",
            paramLabel = "TIME",
            description = "Until a server that comes back has its share; default 0s.")
    private @Nullable String slowStart;

    @Option(
            names = "--sorry",
            paramLabel = "H:P",
            description = "Where clients go when no server is available; default nowhere.")
    private @Nullable String sorry;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            description = "Clients that wait when all servers are full; default 0.")
    private @Nullable String maxWaiting;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long such a client waits; default 10s.")
    private @Nullable String wait;

    @Option(
            names = "--minimum-servers",
            paramLabel = "N",
            description = "With fewer up the service is down; default 1.")
    private @Nullable String minimumServers;

    @Option(
            names = "--overflow-below",
            paramLabel = "N",
            description = "With fewer available the next priority joins in; default 1.")
    private @Nullable String overflowBelow;

    @Option(
            names = "--panic-below",
            paramLabel = "PERCENT",
            description = "With fewer healthy all get clients; default 0, never.")
    private @Nullable String panicBelow;

    @Option(
            names = "--eject-after",
            paramLabel = "N",
            description = "Failures in a row of its traffic that take a server out; default never.")
    private @Nullable String ejectAfter;

    Availability availability() {
        Availability availability = Availability.DEFAULT;
        if (slowStart != null) {
            availability = availability.slowStart(Values.duration("slow start", slowStart));
        }
        if (sorry != null) {
            availability = availability.sorryServer(Specs.sorry(sorry));
        }
        if (maxWaiting != null) {
            Duration time = wait == null ? WAIT : Values.duration("waiting time", wait);
            availability = availability.waiting(Values.number("waiting clients", maxWaiting), time);
        } else if (wait != null) {
            throw Setting.refusal("waiting time", wait, "beside --max-waiting only");
        }
        if (minimumServers != null) {
            availability = availability.minimumServers(Values.number("minimum servers", minimumServers));
        }
        if (overflowBelow != null) {
            availability = availability.overflowBelow(Values.number("overflow below", overflowBelow));
        }
        if (panicBelow != null) {
            availability = availability.panicBelow(Values.number("panic below percent", panicBelow));
        }
        if (ejectAfter != null) {
            availability =
                    availability.ejection(Ejection.afterFailures(Values.number("ejection failures", ejectAfter)));
        }
        return availability;
    }
}
