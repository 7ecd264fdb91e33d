package io.evenkeel.lb.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Somebody with an address, cookies and, where persistence asks for a field, a value of its own there. */
final class Client {

    /** 100.64.0.0/10, which no public address and no server's is likely to be of. */
    private static final int FIRST_ADDRESS = 0x64400000;

    /** The host that it was told to belong to, by pool. */
    final Map<String, String> cookies = new HashMap<>();

    /** Whether servers have begun a session for it, by pool. */
    final Map<String, Boolean> sessions = new HashMap<>();

    private final InetAddress address;
    private final byte[] name;

    Client(int number) {
        try {
            address = InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(FIRST_ADDRESS + number).array());
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
        name = ("client-" + number).getBytes(StandardCharsets.US_ASCII);
    }

    InetAddress address() {
        return address;
    }

    /** The value of its session's cookie, or of its field. */
    byte[] name() {
        return name;
    }
}
