package io.evenkeel.lb.netty.http.h1.parse;

import io.evenkeel.lb.netty.http.message.Octets;

/** Extensions of a chunk behind their first semicolon: {@code name}, {@code name=token} or {@code name="text"}, and more. */
final class ChunkExtension {

    private State state = State.NAME_START;

    private enum State {
        NAME_START,
        NAME,
        VALUE_START,
        VALUE,
        QUOTED,
        ESCAPED,
        QUOTED_END
    }

    void restart() {
        state = State.NAME_START;
    }

    /** Whether the line may end here. */
    boolean mayEnd() {
        return state == State.NAME || state == State.VALUE || state == State.QUOTED_END;
    }

    /** Takes the next byte; false if it does not belong there. */
    boolean accept(byte octet) {
        switch (state) {
            case NAME_START -> state = State.NAME;
            case NAME -> {
                if (octet == '=') {
                    state = State.VALUE_START;
                    return true;
                }
                return tokenOrNext(octet);
            }
            case VALUE_START -> {
                if (octet == '"') {
                    state = State.QUOTED;
                    return true;
                }
                state = State.VALUE;
            }
            case VALUE -> {
                return tokenOrNext(octet);
            }
            case QUOTED -> {
                if (octet == '"') {
                    state = State.QUOTED_END;
                } else if (octet == '\\') {
                    state = State.ESCAPED;
                }
                return !Octets.isControl(octet);
            }
            case ESCAPED -> {
                state = State.QUOTED;
                return !Octets.isControl(octet);
            }
            case QUOTED_END -> {
                state = State.NAME_START;
                return octet == ';';
            }
        }
        return Octets.isToken(octet);
    }

    private boolean tokenOrNext(byte octet) {
        if (octet == ';') {
            state = State.NAME_START;
            return true;
        }
        return Octets.isToken(octet);
    }
}
