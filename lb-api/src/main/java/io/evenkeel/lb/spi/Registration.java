package io.evenkeel.lb.spi;

/** Something that was started or subscribed to, and can be taken back. */
@FunctionalInterface
public interface Registration {

    /** Takes it back. Idempotent, returns at once, and throws nothing. */
    void cancel();
}
