package io.evenkeel.examples.lync;

import io.evenkeel.lb.check.Health;
import io.evenkeel.lb.observe.ServerEvent;
import io.evenkeel.lb.observe.ServiceEvent;
import io.evenkeel.lb.status.LoadBalancerSnapshot;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** The display where there is no terminal: one line for each change. */
final class Lines implements Display {

    private final PrintStream out;

    Lines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(List<String> header, Supplier<LoadBalancerSnapshot> snapshot) {
        header.forEach(out::println);
        out.println(Commands.HELP);
    }

    @Override
    public void answer(String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }

    @Override
    public void onHealth(ServerEvent event) {
        Health health = event.server().health();
        if (health != Health.DOUBTFUL && health != Health.RECOVERING) { // neither green to red nor red to green
            server(event);
        }
    }

    @Override
    public void onAdmin(ServerEvent event) {
        server(event);
    }

    private void server(ServerEvent event) {
        change(
                event.service(),
                event.server().id(),
                Table.state(event.server()),
                event.server().cause());
    }

    @Override
    public void onStatus(ServiceEvent event) {
        change(event.service(), "as a whole", event.status().toString(), "");
    }

    private void change(String service, String server, String state, String cause) {
        String line = String.format(
                "%tT  %-16s  %-12s  %-10s  %s", LocalTime.now(ZoneId.systemDefault()), service, server, state, cause);
        out.println(line.stripTrailing());
    }
}
