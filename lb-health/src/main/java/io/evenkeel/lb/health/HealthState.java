package io.evenkeel.lb.health;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.check.HealthPolicy;

/**
 * Turns verdicts into health; knows no time. One thread.
 *
 * <pre>
 * UNKNOWN    success: UP at once               failure: stays, DOWN at the fall-th in a row
 * UP         success: stays                    failure: DOUBTFUL
 * DOUBTFUL   success: UP                       failure: stays, DOWN at the fall-th in a row
 * DOWN       success: RECOVERING               failure: stays
 * RECOVERING success: stays, UP at the rise-th in a row   failure: DOWN
 * </pre>
 *
 * <p>With a fall or rise of 1, the first verdict is also the last, and the state in between is skipped. A server that was
 * never seen up is not in doubt when it fails: it stays unknown, which counts as the policy says.
 */
final class HealthState {

    private final int fall;
    private final int rise;

    private Health health = Health.UNKNOWN;
    private String cause = "";

    /** Failures in a row while up or unknown, successes in a row while down. */
    private int streak;

    HealthState(HealthPolicy policy) {
        this.fall = policy.fall();
        this.rise = policy.rise();
    }

    /**
     * Takes a verdict into account.
     *
     * @return whether the health changed, or its cause did
     */
    boolean accept(Verdict verdict) {
        return switch (verdict.kind()) {
            case SUCCESS -> success();
            case FAILURE -> failure(verdict.cause());
            case INCONCLUSIVE -> false;
        };
    }

    private boolean success() {
        return switch (health) {
            case DOWN -> {
                streak = 0;
                yield recover();
            }
            case RECOVERING -> recover();
            default -> {
                streak = 0;
                yield become(Health.UP, "");
            }
        };
    }

    /** The cause of the last failure is kept on the way up: it says what the server recovers from. */
    private boolean recover() {
        streak++;
        return streak >= rise ? become(Health.UP, "") : become(Health.RECOVERING, cause);
    }

    private boolean failure(String why) {
        return switch (health) {
            case DOWN, RECOVERING -> become(Health.DOWN, why);
            case UP -> {
                streak = 0;
                yield doubt(Health.DOUBTFUL, why);
            }
            default -> doubt(health, why);
        };
    }

    private boolean doubt(Health meanwhile, String why) {
        streak++;
        return become(streak >= fall ? Health.DOWN : meanwhile, why);
    }

    private boolean become(Health next, String why) {
        boolean changed = health != next || !cause.equals(why);
        health = next;
        cause = why;
        return changed;
    }

    Health health() {
        return health;
    }

    /** Why, in a short phrase; empty while up. */
    String cause() {
        return cause;
    }

    /** Whether the next verdicts matter soon: one more of the same kind may flip the server. */
    boolean isInDoubt() {
        return switch (health) {
            case DOUBTFUL, RECOVERING -> true;
            case UNKNOWN -> streak > 0;
            default -> false;
        };
    }
}
