package io.evenkeel.lb.testkit.engine;

import io.evenkeel.lb.spi.Outcome;
import java.util.Collection;

/** A member's failures in a row, and what comes of them. No time is drawn: the random source of the test gives zeros there. */
final class ModelEjection {

    private int failures;
    private int inARow;
    private boolean on;
    private int times;
    private long ends;
    private long ended;

    boolean isOn() {
        return on;
    }

    /** When it ends. */
    long ends() {
        return ends;
    }

    /** Whether the row has just become long enough. */
    boolean settled(Outcome outcome, boolean answered) {
        if (outcome == Outcome.COMPLETED) {
            inARow = 0;
        } else if (outcome.isFailure() && !answered && failures > 0) {
            inARow++;
            return inARow == failures;
        }
        return false;
    }

    void answered() {
        inARow = 0;
    }

    void configure(Features features, long now) {
        if (failures != features.failures()) {
            failures = features.failures();
            inARow = 0;
        }
        if (failures == 0) {
            end(now);
        }
    }

    /** A row that was long enough is looked at. */
    void suspect(ModelMember self, Model model) {
        long now = model.now();
        if (failures == 0 || inARow < failures) {
            return;
        }
        if (self.retired || on || !mayBegin(self)) {
            inARow = 0;
            return;
        }
        on = true;
        times = times == 0 || now - ended >= Features.LONGEST_EJECTION.toNanos() ? 1 : times + 1;
        long time = Features.EJECTION.toNanos();
        for (int i = 1; i < times; i++) {
            time = Math.min(2 * time, Features.LONGEST_EJECTION.toNanos());
        }
        ends = now + time;
        model.see(ModelSight.EJECTION, true);
        model.see(ModelSight.LONGER_EJECTION, times > 1);
    }

    private static boolean mayBegin(ModelMember self) {
        Collection<ModelMember> all = self.service.members.values();
        boolean others = all.stream()
                .anyMatch(other -> other != self && other.published().takesNew());
        long ejected = all.stream().filter(each -> each.ejection.on).count();
        int percent = self.service.config.features().maxPercent();
        return others && (ejected == 0 || (ejected + 1) * 100 <= (long) percent * all.size());
    }

    void end(long now) {
        if (on) {
            on = false;
            ended = now;
            inARow = 0;
        }
    }
}
