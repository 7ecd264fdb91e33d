package io.evenkeel.lb.testkit.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.schedule.ServerCells;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.testkit.FakePool;
import io.evenkeel.lb.testkit.ScriptedRandom;
import org.junit.jupiter.api.Test;

/** Numbers of servers, from picker to picker. */
class ServerCellsTest {

    private static final int WORKERS = 3;

    private ServerCells cells;
    private final FakePool pool = new FakePool(new Keeping(), WORKERS, ScriptedRandom::seeded);

    private final class Keeping implements Scheduler {
        @Override
        public String name() {
            return "keeping";
        }

        @Override
        public Picker newPicker(PickerContext context) {
            cells = ServerCells.forServers(context, cells);
            return PickContext::worker;
        }
    }

    @Test
    void aWorkersNumbersAreItsOwnAndAddUp() {
        pool.fill(2);
        for (int worker = 0; worker < WORKERS; worker++) {
            for (int server = 0; server < 2; server++) {
                cells.set(worker, server, 0, 1 + worker + 10 * server);
                cells.setDouble(worker, server, ServerCells.MOST - 1, 0.5 * (1 + worker));
            }
        }
        assertEquals(2, cells.get(1, 0, 0));
        assertEquals(12, cells.get(1, 1, 0));
        assertEquals(6, cells.sum(0, 0));
        assertEquals(36, cells.sum(1, 0));
        assertEquals(1.5, cells.getDouble(2, 0, ServerCells.MOST - 1));
        assertEquals(3.0, cells.sumDouble(1, ServerCells.MOST - 1));
        assertEquals(0, cells.sum(0, 1));
    }

    @Test
    void serversAreKnownAgainByTheirOrdinals() {
        pool.fill(3);
        for (int server = 0; server < 3; server++) {
            cells.set(0, server, 0, 100 + server);
        }
        ServerCells old = cells;
        pool.remove(pool.servers().get(1));
        assertEquals(100, cells.get(0, 0, 0));
        assertEquals(102, cells.get(0, 1, 0));
        pool.fill(1);
        assertEquals(0, cells.get(0, 2, 0));

        old.set(0, 2, 0, 7); // what an old picker still hears
        old.set(0, 1, 0, 8);
        assertEquals(7, cells.get(0, 1, 0));
        assertEquals(0, cells.get(0, 2, 0));
        pool.weight(pool.servers().get(1), 5);
        assertEquals(7, cells.get(0, 1, 0));
    }

    @Test
    void whatIsNoCellIsRefused() {
        pool.fill(1);
        assertThrows(IndexOutOfBoundsException.class, () -> cells.get(0, 0, ServerCells.MOST));
        assertThrows(IndexOutOfBoundsException.class, () -> cells.set(0, 0, -1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> cells.get(0, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> cells.get(WORKERS, 0, 0));
    }
}
