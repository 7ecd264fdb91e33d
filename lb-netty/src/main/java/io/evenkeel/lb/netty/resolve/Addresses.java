package io.evenkeel.lb.netty.resolve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the next list of a name's addresses from the present one and an answer. */
final class Addresses {

    /** A name server may send thousands, and each would be dialled. */
    static final int MAX = 32;

    private Addresses() {}

    /**
     * The answer's addresses, with those in front within their family that were known before, in the order that they had:
     * records have no order, name servers rotate them, and the probe and the traffic should not move with each answer. After
     * half an answer the other family's are kept.
     */
    static List<InetAddress> next(List<InetAddress> known, Answer answer) {
        List<InetAddress> next = new ArrayList<>(answer.addresses());
        if (answer.partial()) {
            known.stream()
                    .filter(old -> next.stream().noneMatch(each -> each.getClass() == old.getClass()))
                    .toList()
                    .forEach(next::add);
        }
        if (!next.isEmpty()) {
            boolean asBefore = answer.partial() && !known.isEmpty();
            Class<?> preferred = (asBefore ? known : next).get(0).getClass();
            next.sort(Comparator.comparing((InetAddress each) -> each.getClass() != preferred)
                    .thenComparing(each -> place(known, each)));
        }
        return List.copyOf(next.subList(0, Math.min(next.size(), MAX)));
    }

    private static int place(List<InetAddress> known, InetAddress address) {
        int index = known.indexOf(address);
        return index < 0 ? Integer.MAX_VALUE : index;
    }
}
