package io.evenkeel.lb.testkit.engine;

/** What a random run may come across, and some runs must: else nothing is tested by them. */
enum ModelSight {
    OVERFLOW,
    PANIC,
    DOWN_BY_MINIMUM_OR_CRITICAL,
    FOLLOWER_WITH_HEALTH,
    SLOW_START,
    EJECTION,
    LONGER_EJECTION,
    SORRY_SERVER,
    PERSISTED,
    PERSISTED_TO_ONE_THAT_TAKES_NO_OTHERS,
    STAND_IN,
    TABLE_HIT,
    TABLE_EXPIRY,
    TABLE_RACE_LOST,
    CALLED,
    CALLED_IN_VAIN,
    CALLED_AND_GONE,
    NO_PLACE_TO_WAIT,
    WAITED_TOO_LONG,
    WAITS_AFTER_A_FAILURE
}
