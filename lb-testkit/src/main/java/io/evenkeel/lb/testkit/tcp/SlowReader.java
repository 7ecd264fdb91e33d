package io.evenkeel.lb.testkit.tcp;

import java.io.IOException;

/** Asks for permits before each read and gives back those the read did not use. */
final class SlowReader implements Behaviour {

    /** On Linux the kernel doubles this; smaller than a loopback segment it would stall on the window probe timer. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final ReadPermits permits;

    SlowReader(ReadPermits permits) {
        this.permits = permits;
    }

    @Override
    public int receiveBufferBytes() {
        return RECEIVE_BUFFER;
    }

    @Override
    public void serve(TcpConnection connection) throws IOException, InterruptedException {
        byte[] buffer = new byte[SeededTransfer.CHUNK];
        int count;
        do {
            int allowed = permits.take(buffer.length);
            count = connection.input().read(buffer, 0, allowed);
            permits.allow(allowed - Math.max(count, 0));
        } while (count >= 0);
    }
}
