package io.evenkeel.lb.simulation;

import io.evenkeel.lb.status.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as people read it. */
final class ReportText {

    private static final int WIDTH = 60;
    private static final int MOST_LINES = 20;

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    ReportText(Report report) {
        this.report = report;
        head();
        servers();
        bar();
        lines("trouble", report.troubles().stream().map(ReportText::trouble).toList());
        lines("changes", report.changes().stream().map(ReportText::change).toList());
    }

    private void head() {
        long all = report.requests();
        line(
                "%s: %s requests of %s clients in %s, seed %d",
                report.service(), number(all), number(report.clients()), time(report.length()), report.seed());
        line("  answered  %s%s", number(report.answered()), all == 0 ? "" : ", " + percent(report.answered(), all));
        if (report.answered() > 0) {
            line(
                    "  in        p50 %s, p99 %s, at most %s",
                    time(report.latency(0.5)), time(report.latency(0.99)), time(report.latency(1)));
        }
        line("  failed    %s%s", number(report.failed()), endings());
        line("  retries   %s", number(report.retries()));
    }

    private String endings() {
        List<String> parts = new ArrayList<>();
        for (Ending ending : Ending.values()) {
            if (ending == Ending.REFUSED) {
                for (Refusal reason : Refusal.values()) {
                    add(parts, "refused " + reason, report.refused(reason));
                }
            } else if (!ending.isSuccess()) {
                add(parts, ending.toString(), report.count(ending));
            }
        }
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    private static void add(List<String> to, String what, long count) {
        if (count > 0) {
            to.add(what + " " + number(count));
        }
    }

    private void servers() {
        int wide = report.servers().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        if (wide > 0) {
            line("  %-" + wide + "s %11s %11s %11s %11s", "", "sent", "answered", "failed", "missed");
        }
        report.servers()
                .forEach((id, share) -> line(
                        "  %-" + wide + "s %11s %11s %11s %11s",
                        id,
                        number(share.sent()),
                        number(share.answered()),
                        number(share.failed()),
                        number(share.missed())));
    }

    /** A character for each second, or for several. */
    private void bar() {
        List<Report.Second> seconds = report.timeline();
        int each = Math.max(1, (seconds.size() + WIDTH - 1) / WIDTH);
        StringBuilder bar = new StringBuilder();
        for (int i = 0; i < seconds.size(); i += each) {
            long answered = 0;
            long failed = 0;
            for (Report.Second second : seconds.subList(i, Math.min(seconds.size(), i + each))) {
                answered += second.answered();
                failed += second.failed();
            }
            bar.append(failed == 0 ? answered == 0 ? ' ' : '.' : failed < answered ? 'x' : 'X');
        }
        line("  each %s |%s| . all answered, x some failed, X half or more", each == 1 ? "second" : each + " s", bar);
    }

    private void lines(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        line("  %s", title);
        lines.stream().limit(MOST_LINES).forEach(each -> line("  %s", each));
        if (lines.size() > MOST_LINES) {
            line("           … and %d more", lines.size() - MOST_LINES);
        }
    }

    private static String trouble(Report.Trouble trouble) {
        return at(trouble.from()) + " for " + time(trouble.length()) + ": " + number(trouble.failures()) + " failed";
    }

    private static String change(Report.Change change) {
        return at(change.at()) + " " + change.what() + " " + change.text();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String at(Duration time) {
        return String.format(Locale.ROOT, "%10.3f s", time.toNanos() / 1e9);
    }

    /** Three digits that count. */
    private static String time(Duration time) {
        double ms = time.toNanos() / 1e6;
        return ms >= 1000 ? digits(ms / 1000) + " s" : digits(ms) + " ms";
    }

    private static String digits(double value) {
        int behind = value >= 100 || value == Math.rint(value) ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + behind + "f", value);
    }

    private static String percent(long part, long whole) {
        // Rounded down: 100 % is all.
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(part * 10_000.0 / whole) / 100);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
