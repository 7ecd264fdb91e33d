package io.evenkeel.lb.testkit.http;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;

/** What was read of a body: its first bytes, and count and digest of all. Any thread. */
final class BodyRecord {

    static final int KEPT_BYTES = 1024 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final CRC32C crc = new CRC32C();
    private long count;

    synchronized void add(byte[] bytes, int length) {
        count += length;
        crc.update(bytes, 0, length);
        kept.write(bytes, 0, Math.min(length, KEPT_BYTES - kept.size()));
    }

    synchronized long count() {
        return count;
    }

    synchronized long digest() {
        return crc.getValue();
    }

    synchronized byte[] kept() {
        return kept.toByteArray();
    }
}
