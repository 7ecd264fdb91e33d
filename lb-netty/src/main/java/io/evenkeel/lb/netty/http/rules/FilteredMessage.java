package io.evenkeel.lb.netty.http.rules;

import io.evenkeel.lb.netty.http.message.Fields;
import io.evenkeel.lb.netty.http.message.Message;
import io.evenkeel.lb.route.AttachmentKey;
import io.evenkeel.lb.spi.HttpSyntax;
import org.jspecify.annotations.Nullable;

/** What filters may do to a head, while they are called: afterwards the object serves another request. */
abstract class FilteredMessage {

    private final Fields fields;
    private final Attached attached;
    private boolean open;

    FilteredMessage(Message message, Attached attached) {
        this.fields = message.fields();
        this.attached = attached;
    }

    final void open() {
        open = true;
    }

    final void close() {
        open = false;
    }

    final void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the exchange is only valid during the call of the filter");
        }
    }

    /** See {@link io.evenkeel.lb.route.Attachments}. */
    public final <T> void attach(AttachmentKey<T> key, @Nullable T value) {
        requireOpen();
        attached.attach(key, value);
    }

    /** See {@link io.evenkeel.lb.route.Attachments}. */
    public final <T> @Nullable T attachment(AttachmentKey<T> key) {
        requireOpen();
        return attached.attachment(key);
    }

    /** See {@link io.evenkeel.lb.route.RequestExchange}. */
    public final void setHeader(String name, String value) {
        requireOpen();
        HttpSyntax.fieldName(name);
        HttpSyntax.fieldValue(name, value);
        fields.dropAll(name);
        fields.add(name, value);
    }

    /** See {@link io.evenkeel.lb.route.RequestExchange}. */
    public final void addHeader(String name, String value) {
        requireOpen();
        HttpSyntax.fieldName(name);
        HttpSyntax.fieldValue(name, value);
        fields.add(name, value);
    }

    /** See {@link io.evenkeel.lb.route.RequestExchange}. */
    public final void removeHeader(String name) {
        requireOpen();
        fields.dropAll(HttpSyntax.fieldName(name));
    }
}
