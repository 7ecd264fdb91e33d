package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.evenkeel.lb.engine.LivePool;
import io.evenkeel.lb.engine.choose.Choice;
import io.evenkeel.lb.engine.choose.Selection;
import io.evenkeel.lb.spi.Outcome;

/** Clients of a service who wait as the data plane lets them, step by step. */
final class Waiters {

    private final EngineRig rig;
    private final String service;

    Waiters(EngineRig rig, String service) {
        this.rig = rig;
        this.service = service;
    }

    Client client(String name) {
        return client(name, null);
    }

    Client client(String name, String host) {
        return new Client(name, host).chooses();
    }

    /** One client; it does nothing by itself. */
    final class Client {
        private final String name;
        private final String host;
        private final Selection selection = new Selection();
        private final LivePool pool = rig.engine.service(service).pool();
        private String answer = "";
        private long ticket;
        private boolean inside;
        private boolean dead;
        private int calls;

        private Client(String name, String host) {
            this.name = name;
            this.host = host;
        }

        /** Chooses, and goes into the room if it is told to. */
        Client chooses() {
            if (calls > 0) {
                assertEquals(1, calls, name + " is called once");
                calls = 0;
                inside = false;
                selection.called();
            }
            Choice choice = choice();
            if (choice == Choice.WAIT) {
                inside = true;
                long place = pool.room().enter(ticket, selection, this::called);
                if (place == 0) {
                    inside = false;
                    selection.turnedAway();
                    choice = choice();
                } else {
                    assertTrue(ticket == 0 || ticket == place, name + " keeps its ticket");
                    ticket = place;
                }
            }
            return this;
        }

        private Choice choice() {
            Choice choice = pool.choose(rig.worker, host, selection);
            answer = choice == Choice.PICKED ? selection.member().id() : choice.toString();
            return choice;
        }

        private void called() {
            if (dead) {
                throw new IllegalStateException("scripted");
            }
            assertTrue(inside, name + " is called though it does not wait");
            calls++;
        }

        boolean wasCalled() {
            return calls > 0;
        }

        Client isCalled() {
            assertEquals(1, calls, name + " is called");
            return this;
        }

        Client waits() {
            assertEquals("WAIT", answer, name);
            assertTrue(inside, name);
            assertEquals(0, calls, name + " is not called");
            return this;
        }

        Client isAt(String server) {
            return is(server);
        }

        Client is(String expected) {
            assertEquals(expected, answer, name);
            assertFalse(expected.equals("WAIT"));
            return this;
        }

        /** Done with its server. */
        void leaves() {
            selection.settle(Outcome.COMPLETED, 1);
        }

        /** Does not reach its server, and tries the next. */
        Client fails() {
            selection.exclude(Outcome.CONNECT_FAILED, 1);
            return chooses();
        }

        /** Goes away while it waits. */
        boolean givesUp() {
            boolean left = pool.room().leave(ticket);
            inside &= !left;
            return left;
        }

        /** Is gone when the call comes. */
        void passesOn() {
            isCalled();
            calls = 0;
            pool.room().passOn();
        }

        /** Its time is over. */
        Client endsWait() {
            assertTrue(givesUp());
            selection.endWait();
            return chooses();
        }

        /** Its thread takes no more work. */
        void dies() {
            dead = true;
        }
    }
}
