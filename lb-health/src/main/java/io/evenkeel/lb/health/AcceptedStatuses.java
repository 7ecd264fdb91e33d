package io.evenkeel.lb.health;

import io.evenkeel.lb.spi.Setting;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which answers mean that a server is well: 200 to 299, and what is named beside.
 *
 * @param more from 300 to 599
 */
record AcceptedStatuses(Set<Integer> more) {

    /** A server that redirects or wants a password is at work; these are also a LoadMaster's. */
    static final AcceptedStatuses DEFAULT = of(301, 302, 401);

    private static final int MAX_CODES = 32;

    static AcceptedStatuses of(int... codes) {
        Setting.range("HTTP check accepted statuses", codes.length, 0, MAX_CODES);
        return new AcceptedStatuses(Arrays.stream(codes)
                .map(code -> Setting.range("HTTP check accepted status", code, 300, 599))
                .boxed()
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean contains(int status) {
        return isSuccess(status) || more.contains(status);
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status <= 299;
    }
}
