package io.evenkeel.lb.persist;

/** Remembers nothing. */
final class NoPersistence implements Persistence {

    static final NoPersistence INSTANCE = new NoPersistence();

    private NoPersistence() {}

    @Override
    public String toString() {
        return "none";
    }
}
