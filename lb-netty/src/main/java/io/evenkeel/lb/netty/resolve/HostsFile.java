package io.evenkeel.lb.netty.resolve;

import io.netty.resolver.HostsFileEntriesProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system's file of host names, which goes before name servers. Read anew when it has changed: Netty's own view of it is
 * as old as the process. Control thread only; a look at the file takes microseconds.
 */
final class HostsFile {

    /** How long what it says is believed. */
    static final Duration TTL = Duration.ofSeconds(10);

    private record Version(FileTime time, long size) {}

    private final Path file;
    private @Nullable Version version;
    private Map<String, List<InetAddress>> ipv4 = Map.of();
    private Map<String, List<InetAddress>> ipv6 = Map.of();

    HostsFile(Path file) {
        this.file = file;
    }

    static HostsFile ofSystem() {
        String windows = System.getenv("SystemRoot");
        return new HostsFile(
                windows == null ? Path.of("/etc/hosts") : Path.of(windows, "system32", "drivers", "etc", "hosts"));
    }

    /** What the file says of a name, IPv4 first; empty when it does not know the name. */
    List<InetAddress> addresses(String host) {
        refresh();
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String key = name.toLowerCase(Locale.ROOT);
        List<InetAddress> addresses = new ArrayList<>(ipv4.getOrDefault(key, List.of()));
        addresses.addAll(ipv6.getOrDefault(key, List.of()));
        return addresses;
    }

    private void refresh() {
        Version now = version();
        if (now != null && !now.equals(version)) {
            HostsFileEntriesProvider entries =
                    HostsFileEntriesProvider.parser().parseSilently(file.toFile(), StandardCharsets.UTF_8);
            ipv4 = entries.ipv4Entries();
            ipv6 = entries.ipv6Entries();
        }
        version = now;
    }

    /** Null while the file cannot be read; what it said last is kept. */
    private @Nullable Version version() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return null;
        }
    }
}
