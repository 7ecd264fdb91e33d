package io.evenkeel.lb.health;

/**
 * What one run of a check found.
 *
 * @param kind which of the three
 * @param cause why, in a short phrase; empty for a success
 */
record Verdict(Kind kind, String cause) {

    enum Kind {
        SUCCESS,
        FAILURE,
        /** The check could not be made for a reason of our own, so it says nothing about the server. */
        INCONCLUSIVE
    }

    static final Verdict SUCCESS = new Verdict(Kind.SUCCESS, "");

    static Verdict failure(String cause) {
        return new Verdict(Kind.FAILURE, cause);
    }

    static Verdict inconclusive(String cause) {
        return new Verdict(Kind.INCONCLUSIVE, cause);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SUCCESS -> "succeeded";
            case FAILURE -> "failed: " + cause;
            case INCONCLUSIVE -> "could not be made: " + cause;
        };
    }
}
