package io.evenkeel.lb.netty.gate;

import java.util.concurrent.TimeUnit;

/**
 * Rates by the generic cell rate algorithm, in its virtual scheduling form (ITU-T I.371, 2004, Annex A.1): a token bucket
 * whose whole state is one number, the theoretical arrival time.
 *
 * <p>At a rate of r per second, arrivals are to be T = 1/r apart. Each moves the theoretical arrival time (TAT) of the next
 * by T, from itself or from now, whichever is later. One that comes before its TAT is early; it conforms while it is early
 * by no more than the tolerance, here one second less T, so that a burst of r fits, and any second sees at most 2r. One
 * that does not conform changes nothing. The bucket is full when the TAT is over.
 *
 * <p>At 2 per second, T is 500 ms and the tolerance 500 ms. Arrivals at 0, 0 and 0 ms find TATs of 0, 500 and 1000 ms: the
 * third is early by too much, and conforms from 500 ms on.
 *
 * <p>T is in whole nanoseconds: the highest rates are exact to a thousandth. Times are compared by difference.
 */
final class Gcra {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private Gcra() {}

    /** Whether one that comes now is not too early. */
    static boolean conforms(long arrival, long now, int perSecond) {
        return arrival - now <= SECOND - apart(perSecond);
    }

    /** The theoretical arrival time after one that conformed. */
    static long next(long arrival, long now, int perSecond) {
        return (arrival - now > 0 ? arrival : now) + apart(perSecond);
    }

    /** How far arrivals are to be apart, in nanoseconds. */
    static long apart(int perSecond) {
        return SECOND / perSecond;
    }
}
