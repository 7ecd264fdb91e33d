package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.Availability;
import io.evenkeel.lb.Ejection;
import io.evenkeel.lb.RealServer;
import io.evenkeel.lb.persist.AffinityTable;
import io.evenkeel.lb.persist.ConnectionPersistence;
import io.evenkeel.lb.persist.Persistence;
import java.time.Duration;
import java.util.List;

/** What a service of the model test does besides balancing. */
record Features(
        int overflowBelow,
        int minimum,
        int panicBelow,
        int failures,
        int maxPercent,
        boolean slowStart,
        int places,
        boolean sorry,
        Table table) {

    /** Where clients are remembered. */
    enum Table {
        NONE,
        OWN,
        SHARED
    }

    static final Features NONE = new Features(1, 1, 0, 0, 50, false, 0, false, Table.NONE);

    static final Duration SLOW_START = Duration.ofSeconds(10);
    /** How much later than its time a slow start may end. */
    static final Duration SLOW_START_STEP = Duration.ofMillis(100);

    static final Duration EJECTION = Duration.ofSeconds(2);
    static final Duration LONGEST_EJECTION = Duration.ofSeconds(8);
    static final Duration TABLE_TIMEOUT = Duration.ofSeconds(6);
    static final RealServer SORRY = RealServer.at("10.0.9.9", 80);

    Availability availability() {
        Availability value = Availability.DEFAULT
                .overflowBelow(overflowBelow)
                .minimumServers(minimum)
                .panicBelow(panicBelow)
                .slowStart(slowStart ? SLOW_START : Duration.ZERO)
                .waiting(places, Duration.ofSeconds(1));
        if (failures > 0) {
            value = value.ejection(Ejection.afterFailures(failures)
                    .time(EJECTION, LONGEST_EJECTION)
                    .maxPercent(maxPercent));
        }
        return sorry ? value.sorryServer(SORRY) : value;
    }

    ConnectionPersistence persistence(AffinityTable shared) {
        return switch (table) {
            case NONE -> Persistence.none();
            case OWN -> Persistence.source().timeout(TABLE_TIMEOUT);
            case SHARED -> Persistence.source().table(shared);
        };
    }

    /** The same with one feature less each, or none of them. */
    List<Features> simpler() {
        return List.of(
                NONE,
                new Features(1, minimum, panicBelow, failures, maxPercent, slowStart, places, sorry, table),
                new Features(overflowBelow, 1, panicBelow, failures, maxPercent, slowStart, places, sorry, table),
                new Features(overflowBelow, minimum, 0, failures, maxPercent, slowStart, places, sorry, table),
                new Features(overflowBelow, minimum, panicBelow, 0, 50, slowStart, places, sorry, table),
                new Features(overflowBelow, minimum, panicBelow, failures, maxPercent, false, places, sorry, table),
                new Features(overflowBelow, minimum, panicBelow, failures, maxPercent, slowStart, 0, sorry, table),
                new Features(overflowBelow, minimum, panicBelow, failures, maxPercent, slowStart, places, false, table),
                new Features(
                        overflowBelow,
                        minimum,
                        panicBelow,
                        failures,
                        maxPercent,
                        slowStart,
                        places,
                        sorry,
                        Table.NONE));
    }
}
