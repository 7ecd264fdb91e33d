package io.evenkeel.lb.route;

import org.jspecify.annotations.Nullable;

/**
 * What filters and observers of one exchange share. What is attached to a request is there for its response, and for the
 * observers that hear of the exchange's end: they hear of each that a filter was called for, also of one that was answered
 * without a server, or cut. Then it is forgotten. On the event loop, during the call.
 */
public interface Attachments {

    /**
     * Attaches a value in the place of the one of the same key.
     *
     * @param key by which it is found
     * @param value null to take away what is there
     * @param <T> what is attached
     * @throws IllegalStateException when 32 others are attached
     */
    <T> void attach(AttachmentKey<T> key, @Nullable T value);

    /**
     * What is attached.
     *
     * @param key by which it was attached
     * @param <T> what is attached
     * @return the value, or null if there is none
     */
    <T> @Nullable T attachment(AttachmentKey<T> key);
}
