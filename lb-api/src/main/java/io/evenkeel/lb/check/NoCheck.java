package io.evenkeel.lb.check;

import io.evenkeel.lb.spi.Registration;

/** Stands for "do not check". */
enum NoCheck implements HealthCheck {
    INSTANCE;

    @Override
    public Registration start(CheckRun run) {
        throw new UnsupportedOperationException("HealthCheck.none() is never run");
    }

    @Override
    public String describe() {
        return "none";
    }
}
