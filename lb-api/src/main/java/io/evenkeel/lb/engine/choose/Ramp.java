package io.evenkeel.lb.engine.choose;

/**
 * How far a server is in its slow start. The control thread moves it on, so that whoever picks needs no clock.
 */
public final class Ramp {

    private volatile double level = 1;

    private long begun;
    private long nanos;

    /** Which share of its clients the server gets: above 0, and 1 when there is no slow start. Any thread. */
    double level() {
        return level;
    }

    /**
     * The slow start begins. Control thread, as all that follows.
     *
     * @param nowNanos the time
     * @param overNanos how long it lasts, above 0
     */
    public void begin(long nowNanos, long overNanos) {
        begun = nowNanos;
        nanos = overNanos;
        moveOn(nowNanos);
    }

    /**
     * Time has passed.
     *
     * @param nowNanos the time
     * @return whether the slow start goes on
     */
    public boolean moveOn(long nowNanos) {
        double passed = (double) (nowNanos - begun) / nanos;
        level = passed >= 1 ? 1 : Math.max(0.01, passed);
        return passed < 1;
    }

    /** The server gets its whole share. */
    public void end() {
        level = 1;
    }
}
