package io.evenkeel.lb.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many clients that begin a head and never end it: a byte now and then, or as much as the balancer takes. */
final class SlowHeads implements AutoCloseable {

    /** One client's connection, and the first line that it was told. */
    private static final class Client {
        final SocketChannel channel;
        final StringBuilder told = new StringBuilder();
        boolean ended;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final InetSocketAddress address;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocate(8192);
    /** The status lines that clients were told, of those that have ended; empty for a reset. */
    final List<String> answers = new ArrayList<>();

    long sent;

    SlowHeads(InetSocketAddress address) {
        this.address = address;
    }

    void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address);
            Client client = new Client(channel);
            clients.add(client);
            channel.write(ByteBuffer.wrap(
                    "GET /slow HTTP/1.1\r\nHost: test\r\nX-Slow: ".getBytes(StandardCharsets.ISO_8859_1)));
            channel.configureBlocking(false);
        }
    }

    int open() {
        return clients.size();
    }

    /** Each sends at most so many bytes, and hears what it is told. */
    void send(byte[] bytes) {
        clients.forEach(each -> send(each, bytes));
        removeEnded();
    }

    /** The one that has waited longest does. */
    void sendInTurn(byte[] bytes) {
        Client next = clients.remove(0);
        clients.add(next);
        send(next, bytes);
        removeEnded();
    }

    private void send(Client client, byte[] bytes) {
        try {
            sent += client.channel.write(ByteBuffer.wrap(bytes));
            input.clear();
            int count = client.channel.read(input);
            if (count < 0) {
                client.ended = true;
            } else if (count > 0) {
                client.told.append(new String(input.array(), 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException reset) {
            client.ended = true;
        }
    }

    private void removeEnded() {
        for (Client each : clients) {
            if (each.ended) {
                String told = each.told.toString();
                answers.add(told.substring(0, Math.max(0, told.indexOf('\r'))));
                close(each);
            }
        }
        clients.removeIf(each -> each.ended);
    }

    private static void close(Client client) {
        try {
            client.channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(SlowHeads::close);
    }
}
