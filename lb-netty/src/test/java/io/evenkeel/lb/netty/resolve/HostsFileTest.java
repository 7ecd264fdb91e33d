package io.evenkeel.lb.netty.resolve;

import static io.evenkeel.lb.netty.resolve.AddressesTest.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {

    @TempDir
    Path folder;

    @Test
    void saysWhatItKnowsIpv4First() throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), """
                # comment
                ::1        db.test
                10.0.0.1   db.test DB2.Test   # alias
                10.0.0.2   db.test
                nonsense   other.test
                """);
        HostsFile hosts = new HostsFile(file);
        assertEquals(list("10.0.0.1", "10.0.0.2", "::1"), hosts.addresses("DB.test"));
        assertEquals(list("10.0.0.1"), hosts.addresses("db2.test."));
        assertEquals(List.of(), hosts.addresses("other.test"));
    }

    @Test
    void isReadAgainWhenItHasChanged() throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), "10.0.0.1 db.test\n");
        HostsFile hosts = new HostsFile(file);
        assertEquals(list("10.0.0.1"), hosts.addresses("db.test"));
        Files.writeString(file, "10.0.0.22 db.test\n");
        assertEquals(list("10.0.0.22"), hosts.addresses("db.test"));
        Files.delete(file);
        assertEquals(list("10.0.0.22"), hosts.addresses("db.test"));
        Files.writeString(file, "10.0.0.3 other.test\n");
        assertEquals(List.of(), hosts.addresses("db.test"));
    }

    @Test
    void mayBeMissing() {
        assertEquals(List.of(), new HostsFile(folder.resolve("none")).addresses("db.test"));
    }

    @Test
    void ofThisSystemIsFound() {
        List<InetAddress> here = HostsFile.ofSystem().addresses("localhost");
        assertFalse(here.isEmpty());
    }
}
