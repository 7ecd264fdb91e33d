package io.evenkeel.lb.netty;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.AnswerContext;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.Outcome;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.SettleContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A user's scheduler that takes the server at the place of the key, or the next, and writes down what it hears. */
final class Overheard implements Scheduler {

    /** What was told of a server; without an outcome, of its answer. */
    record Event(String server, Optional<Outcome> outcome, boolean answered, boolean error, long nanos) {}

    private final ClientKey key;
    final List<Long> keys = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();

    Overheard(ClientKey key) {
        this.key = key;
    }

    @Override
    public String name() {
        return "overheard";
    }

    @Override
    public ClientKey key() {
        return key;
    }

    @Override
    public boolean heedsOutcomes() {
        return true;
    }

    @Override
    public Picker newPicker(PickerContext context) {
        return new Picker() {
            @Override
            public int pick(PickContext pick) {
                keys.add(pick.key());
                int size = context.servers().size();
                int first = (int) Long.remainderUnsigned(pick.key(), size);
                for (int i = 0; i < size; i++) {
                    if (pick.accepts((first + i) % size)) {
                        return (first + i) % size;
                    }
                }
                return NONE;
            }

            @Override
            public void answered(AnswerContext heard) {
                add(heard, Optional.empty(), true);
            }

            @Override
            public void settled(SettleContext heard) {
                add(heard, Optional.of(heard.outcome()), heard.isAnswered());
            }

            private void add(AnswerContext heard, Optional<Outcome> outcome, boolean answered) {
                String id = context.servers().get(heard.index()).id();
                events.add(new Event(id, outcome, answered, heard.isServerError(), heard.latencyNanos()));
            }
        };
    }
}
