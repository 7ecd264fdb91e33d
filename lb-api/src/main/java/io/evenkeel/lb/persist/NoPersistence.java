package io.evenkeel.lb.persist;

/** Remembers nothing. */
final class NoPersistence implements ConnectionPersistence {

    static final NoPersistence INSTANCE = new NoPersistence();

    private NoPersistence() {}

    @Override
    public String toString() {
        return "none";
    }
}
