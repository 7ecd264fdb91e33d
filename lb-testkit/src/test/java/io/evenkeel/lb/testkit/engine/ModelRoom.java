package io.evenkeel.lb.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The clients of a service that wait, in the model. Whom the engine calls is its own business, as long as: nobody waits
 * while a server accepts him and nobody is on the way; nobody waits in vain, or is called for nothing; nobody who is content
 * with any server is passed over; and nobody new is served before those.
 */
final class ModelRoom {

    private final ModelService service;
    private final List<ModelSelection> row = new ArrayList<>();
    private final List<ModelSelection> called = new ArrayList<>();
    private int onTheWay;

    ModelRoom(ModelService service) {
        this.service = service;
    }

    int size() {
        return row.size();
    }

    int places() {
        return service.config.features().places();
    }

    boolean isFull() {
        return row.size() + onTheWay >= places();
    }

    boolean isClosedToNew() {
        return onTheWay > 0 || row.stream().anyMatch(ModelSelection::isContent);
    }

    /** Newcomers have no ticket yet, and come behind all others. */
    void enter(ModelSelection client) {
        row.add(client);
        row.sort(Comparator.comparingLong(ModelSelection::ticket));
    }

    void leave(ModelSelection client) {
        assertTrue(row.remove(client), () -> client + " leaves, but is not there");
    }

    void called(ModelSelection client) {
        assertTrue(row.remove(client), () -> client + " is called, but is not there");
        onTheWay++;
        called.add(client);
    }

    /** A client who was called has chosen, or is gone. */
    void arrived() {
        onTheWay--;
    }

    /**
     * Compares.
     *
     * @param turned whether the control loop ran: then it may have called for what was there for a moment
     */
    void check(boolean turned) {
        for (ModelSelection client : called) {
            assertTrue(
                    turned || isInVain(client) || client.isAcceptedBy(service.published),
                    () -> client + " was called for nothing: " + service.published);
            if (client.isContent() && !client.persists()) { // else it may be the only one to whom it is of use
                List<ModelSelection> passedOver = row.stream()
                        .filter(other -> other.isContent() && other.ticket() < client.ticket())
                        .toList();
                assertTrue(passedOver.isEmpty(), () -> client + " was called before " + passedOver);
            }
        }
        called.clear();
        for (ModelSelection client : row) {
            assertTrue(!isInVain(client), () -> client + " waits in vain: " + service.published);
            assertTrue(
                    onTheWay > 0 || !client.isAcceptedBy(service.published),
                    () -> client + " waits and nobody is called: " + service.published);
        }
    }

    private boolean isInVain(ModelSelection client) {
        return places() == 0 || !client.mayHope(service.published);
    }
}
