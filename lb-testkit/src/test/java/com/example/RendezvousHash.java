package com.example;

import io.evenkeel.lb.schedule.Picker;
import io.evenkeel.lb.schedule.PickerContext;
import io.evenkeel.lb.schedule.Scheduler;
import io.evenkeel.lb.spi.ClientKey;
import io.evenkeel.lb.spi.ClientView;
import io.evenkeel.lb.spi.Hash64;
import io.evenkeel.lb.spi.PickContext;
import io.evenkeel.lb.spi.ServerView;
import java.util.List;

/**
 * A user's scheduler: weighted rendezvous hashing (Thaler and Ravishankar, 1998; weights after Schindelhauer and Schomaker,
 * 2005). Each server draws a number for each key, exponentially distributed at the rate of its weight, and the least wins: by
 * chance in proportion to the weights, and a server that leaves moves nobody else's keys. Reads every server at each pick.
 */
final class RendezvousHash implements Scheduler {

    private static final double STEP = 1.0 / (1L << 53);

    private final ClientKey key;

    RendezvousHash(ClientKey key) {
        this.key = key;
    }

    @Override
    public String name() {
        return "rendezvous-hash";
    }

    @Override
    public ClientKey key() {
        return key;
    }

    @Override
    public Picker newPicker(PickerContext context) {
        List<ServerView> servers = context.servers();
        long[] ids = servers.stream().mapToLong(s -> Hash64.of(s.id())).toArray();
        double[] weights = servers.stream().mapToDouble(ServerView::weight).toArray();
        return pick -> least(ids, weights, pick);
    }

    private static int least(long[] ids, double[] weights, PickContext pick) {
        long key = pick.key();
        if (key == ClientView.NONE) {
            key = pick.random().nextInt(Integer.MAX_VALUE);
        }
        int best = Picker.NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ids.length; i++) {
            double drawn = ((Hash64.of(key, ids[i]) >>> 11) + 0.5) * STEP; // above 0, below 1
            double number = -Math.log(drawn) / weights[i];
            if (number < least && pick.accepts(i)) {
                best = i;
                least = number;
            }
        }
        return best;
    }
}
