package io.evenkeel.examples.lync;

import io.evenkeel.lb.observe.LoadBalancerObserver;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.AdminState;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import io.evenkeel.lb.status.ServerSnapshot;
import io.evenkeel.lb.status.ServiceSnapshot;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The display of a terminal: a table that is drawn again where it stands whenever something changes, with a line to type
 * commands under it. Drawn by a thread of its own, as a terminal may take its time.
 */
final class Screen implements LoadBalancerObserver, Display {

    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\r\n";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String KEEP_CURSOR = "\u001b7";
    private static final String CURSOR_BACK = "\u001b8";
    private static final String PROMPT = "> ";

    private static final int GATHER_MILLIS = 50;

    private final PrintStream out;
    private final Supplier<Terminal> terminal;
    private final Table table;
    private final Semaphore changes = new Semaphore(0);
    private final Map<String, Instant> administered = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "screen");

    private Supplier<LoadBalancerSnapshot> snapshot = () -> List::of;
    private List<String> header = List.of();
    private String message = "";
    private @Nullable Terminal drawn;
    private boolean closed;

    Screen(PrintStream out, Supplier<Terminal> terminal, boolean colours) {
        this.out = out;
        this.terminal = terminal;
        this.table = new Table(colours, ZoneId.systemDefault(), this::since);
        thread.setDaemon(true);
    }

    @Override
    public synchronized void begin(List<String> lines, Supplier<LoadBalancerSnapshot> source) {
        header = List.copyOf(lines);
        snapshot = source;
        draw(true);
        thread.start();
    }

    @Override
    public synchronized void answer(String line) {
        message = line;
        draw(true);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.interrupt();
        out.print("\r\n");
        out.flush();
    }

    private void run() {
        try {
            while (true) {
                changes.acquire();
                Thread.sleep(GATHER_MILLIS); // one change seldom comes alone
                changes.drainPermits();
                draw(false);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Leaves the line alone that somebody may be typing, unless it is finished or the terminal has another size now. */
    private synchronized void draw(boolean typed) {
        if (closed) {
            return;
        }
        Terminal size = terminal.get();
        boolean all = typed || !size.equals(drawn);
        StringBuilder text = new StringBuilder();
        text.append(size.equals(drawn) ? (all ? "" : KEEP_CURSOR) + HOME : CLEAR);
        for (String line : lines(size)) {
            text.append(line).append(END_OF_LINE);
        }
        text.append(all ? PROMPT + CLEAR_BELOW : CURSOR_BACK);
        drawn = size;
        out.print(text);
        out.flush();
    }

    /** As many for each drawing of one size, so that the line for commands stays where it is. */
    private List<String> lines(Terminal size) {
        List<String> lines = new ArrayList<>(header);
        int others = header.size() + 3; // the commands, their answer, the line to type
        lines.addAll(table.lines(snapshot.get(), size.rows() - others, size.columns()));
        lines.add(Commands.HELP);
        lines.add(message);
        lines.replaceAll(line -> line.indexOf('\u001b') < 0 && line.length() > size.columns()
                ? line.substring(0, size.columns())
                : line);
        return lines;
    }

    /** Health changes by itself; what the operator decided is as old as the command. */
    private Instant since(ServiceSnapshot service, ServerSnapshot server) {
        return server.admin() == AdminState.ENABLED || !server.health().isUp(true)
                ? server.since()
                : administered.getOrDefault(key(service.name(), server), server.since());
    }

    private static String key(String service, ServerSnapshot server) {
        return service + "/" + server.id();
    }

    @Override
    public void onHealth(ServerEvent event) {
        changes.release();
    }

    @Override
    public void onAdmin(ServerEvent event) {
        administered.put(key(event.service(), event.server()), Instant.now());
        changes.release();
    }

    @Override
    public void onStatus(ServiceEvent event) {
        changes.release();
    }
}
