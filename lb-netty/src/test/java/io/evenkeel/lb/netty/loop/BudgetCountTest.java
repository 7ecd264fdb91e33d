package io.evenkeel.lb.netty.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The count of the byte budget: spent at the limit, available again at three quarters of it. */
class BudgetCountTest {

    private final AtomicInteger changes = new AtomicInteger();
    private final ByteBudget budget = new ByteBudget(1000, changes::incrementAndGet);

    @Test
    void itIsSpentAtTheLimitAndNotBefore() {
        budget.charge(999);
        assertFalse(budget.isSpent());
        budget.charge(1);
        assertTrue(budget.isSpent());
        budget.charge(5000);
        assertEquals(1, changes.get());
    }

    @Test
    void itIsAvailableAgainAtThreeQuarters() {
        budget.charge(1000);
        budget.charge(-249);
        assertTrue(budget.isSpent());
        budget.charge(-1);
        assertFalse(budget.isSpent());
        assertEquals(2, changes.get());
        budget.charge(-750);
        assertEquals(0, budget.used());
        assertEquals(2, changes.get());
    }

    @Test
    void manyThreadsLeaveTheTruth() throws InterruptedException {
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 100_000; n++) {
                    budget.charge(300);
                    budget.charge(-300);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, budget.used());
        assertFalse(budget.isSpent());
        assertEquals(0, changes.get() % 2, "every pause was followed by a resume");
    }
}
