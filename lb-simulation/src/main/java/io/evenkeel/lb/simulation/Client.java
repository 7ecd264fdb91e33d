package io.evenkeel.lb.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Somebody with an address, cookies and, where persistence asks for a field, a value of its own there. */
final class Client {

    /** 100.64.0.0/10, which no public address and no server's is likely to be of. */
    private static final int FIRST_ADDRESS = 0x64400000;

    /** Its cookie of each pool, whoever has set it. */
    final Map<String, String> cookies = new HashMap<>();

    private final InetAddress address;
    private final String name;

    Client(int number) {
        try {
            address = InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(FIRST_ADDRESS + number).array());
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
        name = "client-" + number;
    }

    InetAddress address() {
        return address;
    }

    /** What it sends in a field, where persistence asks for one. */
    String name() {
        return name;
    }
}
