package io.evenkeel.lb.schedule;

import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.ServerView;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The most preferred accepted server: lowest priority number, then first declared. */
final class Priority implements Scheduler {

    static final Priority INSTANCE = new Priority();

    private Priority() {}

    @Override
    public String name() {
        return "priority";
    }

    @Override
    public Picker newPicker(PickerContext context) {
        List<ServerView> servers = context.servers();
        int[] byRank = IntStream.range(0, servers.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> servers.get(i).priority())
                        .thenComparingLong(i -> servers.get(i).ordinal()))
                .mapToInt(Integer::intValue)
                .toArray();
        return pick -> first(byRank, pick);
    }

    private static int first(int[] byRank, PickContext context) {
        for (int index : byRank) {
            if (context.accepts(index)) {
                return index;
            }
        }
        return Picker.NONE;
    }
}
