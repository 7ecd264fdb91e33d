package io.evenkeel.lb.benchmarks.peers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured on. */
public final class Machine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /**
     * How many cores there are; this program itself may be pinned to one.
     *
     * @return the number of processors online
     * @throws IOException when the system does not tell
     */
    public static int cores() throws IOException {
        return (int) Files.readAllLines(CPUS).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    /**
     * For the report.
     *
     * @return facts by name
     * @throws IOException when the system does not tell
     */
    public static Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "time",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").format(ZonedDateTime.now(ZoneOffset.UTC)));
        facts.put("processor", field(CPUS, "model name") + ", " + cores() + " cores");
        long kib = Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""));
        facts.put("memory", kib / 1024 + " MiB");
        facts.put("kernel", Programs.firstLine("uname", "-sr"));
        facts.put("system", field(Path.of("/etc/os-release"), "PRETTY_NAME").replace("\"", ""));
        facts.put("wrk", Programs.firstLine("wrk", "-v").replaceFirst(" \\[.*", ""));
        facts.put("h2load", Programs.firstLine("h2load", "--version"));
        facts.put("backend", Programs.firstLine("nginx", "-v").replace("nginx version: ", ""));
        return facts;
    }

    private static String field(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            return "unknown";
        }
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("[:=]", 2);
            if (parts.length == 2 && parts[0].strip().equals(name)) {
                return parts[1].strip();
            }
        }
        return "unknown";
    }
}
