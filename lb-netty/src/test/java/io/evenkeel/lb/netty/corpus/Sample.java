package io.evenkeel.lb.netty.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One message, or several in a row, of the corpus.
 *
 * @param file where it is written
 * @param name unlike all others
 * @param kind "request" or "response"
 * @param text what is sent, a character from 0 to 255 for each byte
 * @param method of the request that a response answers
 * @param messages what must be read, in order
 * @param ending what comes of the rest
 * @param status with which the rest is refused, or 0
 */
public record Sample(
        String file,
        String name,
        String kind,
        String text,
        String method,
        List<Expected> messages,
        Ending ending,
        int status) {

    public boolean isRequest() {
        return kind.equals("request");
    }

    /** Refused or cut. */
    public boolean isHostile() {
        return ending == Ending.REFUSED || ending == Ending.CUT;
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What comes behind the first empty line; empty if there is none. */
    public String behindHead() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }

    /** How many of the messages the other side sees to their end. */
    public int complete() {
        boolean lastIsNot = ending == Ending.CUT || (ending == Ending.MORE && lastBodyIsPart());
        return lastIsNot ? messages.size() - 1 : messages.size();
    }

    /** "more" behind a message speaks of its body, unless that message has none and so the next head is meant. */
    private boolean lastBodyIsPart() {
        return !messages.isEmpty() && !messages.get(messages.size() - 1).body().isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
