package io.evenkeel.lb.netty.http.message;

import io.evenkeel.lb.route.ResponseHead;

/** A response. Its reason phrase is a range of the bytes of its {@link #fields()}. */
public final class ResponseMessage extends Message implements ResponseHead {

    private int status;
    private int reasonStart;
    private int reasonEnd;

    /** An empty response. */
    public ResponseMessage() {}

    @Override
    public int status() {
        return status;
    }

    /**
     * Says what status it has.
     *
     * @param value 100 to 999
     */
    public void status(int value) {
        status = value;
    }

    /**
     * Where the reason phrase begins.
     *
     * @return a position
     */
    public int reasonStart() {
        return reasonStart;
    }

    /**
     * Where the reason phrase ends.
     *
     * @return the position behind it
     */
    public int reasonEnd() {
        return reasonEnd;
    }

    /**
     * Says where the reason phrase is.
     *
     * @param from where it begins
     * @param to where it ends; equal if there is none
     */
    public void reason(int from, int to) {
        reasonStart = from;
        reasonEnd = to;
    }

    /**
     * Whether another head follows for the same request.
     *
     * @return true for 100 to 199
     */
    public boolean isInformational() {
        return status < 200;
    }

    /**
     * Whether no body follows, whatever the fields say.
     *
     * @param toHead whether it answers a HEAD
     * @return true for that, for 1xx, 204 and 304
     */
    public boolean hasNoBody(boolean toHead) {
        return toHead || status < 200 || status == 204 || status == 304;
    }

    @Override
    public void clear() {
        super.clear();
        status = 0;
        reason(0, 0);
    }
}
