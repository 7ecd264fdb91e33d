package io.evenkeel.lb.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets of this process as the Linux kernel lists them; none are seen on other systems. */
final class OpenSockets {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String PREFIX = "socket:[";
    private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");

    /** In the order of the kernel's numbers, which start at 1. */
    private static final List<String> STATES = List.of(
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING");

    private OpenSockets() {}

    /** Inode numbers, which are not used again as soon as descriptors are. */
    static Set<String> inodes() {
        Set<String> inodes = new HashSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return inodes;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (target.startsWith(PREFIX)) {
                    inodes.add(target.substring(PREFIX.length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot list " + DESCRIPTORS, e);
        }
        return inodes;
    }

    /** Ports and state where the kernel's tables know the socket, so that a leak can be told from another. */
    static String describe(String inode) {
        return TABLES.stream()
                .flatMap(table -> lines(Path.of("/proc/self/net", table)))
                .map(line -> line.trim().split("\\s+", -1))
                .filter(column -> column.length > 9 && column[9].equals(inode))
                .map(column -> inode + ": port " + port(column[1]) + ", peer " + port(column[2]) + ", "
                        + state(Integer.parseInt(column[3], 16)))
                .findFirst()
                .orElse(inode + ": bound to nothing");
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException notThere) {
            return Stream.empty();
        }
    }

    private static int port(String addressAndPort) {
        return Integer.parseInt(addressAndPort.substring(addressAndPort.indexOf(':') + 1), 16);
    }

    private static String state(int number) {
        return number >= 1 && number <= STATES.size() ? STATES.get(number - 1) : "state " + number;
    }
}
