package io.evenkeel.lb.route;

import io.evenkeel.lb.spi.Setting;

/**
 * Names one thing that filters and observers of an exchange share, such as a span or a timer. Each key is another one, even of
 * the same name, so that parts of an application that do not know each other cannot collide: keep it in a constant.
 *
 * @param <T> what is attached
 */
@SuppressWarnings("UnusedTypeParameter") // it is what the methods that take a key give back
public final class AttachmentKey<T> {

    private final String name;

    private AttachmentKey(String name) {
        this.name = name;
    }

    /**
     * A new key.
     *
     * @param name for messages, not blank
     * @param <T> what is attached
     * @return equal to no other
     * @throws IllegalArgumentException when the name is blank
     */
    public static <T> AttachmentKey<T> of(String name) {
        return new AttachmentKey<>(Setting.text("attachment key", name));
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
