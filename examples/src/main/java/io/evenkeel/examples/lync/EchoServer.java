package io.evenkeel.examples.lync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One thread that listens on many ports of an address, greets whoever connects, and repeats what it is told. */
final class EchoServer implements AutoCloseable {

    private static final int MAX_PENDING = 4096;

    private final String name;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean closing;

    private EchoServer(String name, Selector selector) {
        this.name = name;
        this.selector = selector;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Listens on all of the ports, or on none.
     *
     * @throws IOException when one cannot be bound
     */
    static EchoServer start(String name, String address, List<Integer> ports) throws IOException {
        EchoServer server = new EchoServer(name, Selector.open());
        try {
            for (int port : ports) {
                server.listen(new InetSocketAddress(address, port));
            }
        } catch (IOException e) {
            server.closeChannels();
            throw e;
        }
        server.thread.start();
        return server;
    }

    private void listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(address);
            channel.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            channel.close();
            throw new IOException(name + " cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(EchoServer::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeChannels();
        }
    }

    private static void serve(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel listener) {
                accept(listener, key.selector());
            } else {
                repeat(key);
            }
        } catch (IOException e) {
            close(key.channel()); // its client is gone
        }
    }

    private static void accept(ServerSocketChannel listener, Selector selector) throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            try {
                greet(channel, selector);
            } catch (IOException e) {
                close(channel); // gone already: a check, most likely
            }
        }
    }

    private static void greet(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // closing it resets it
        InetSocketAddress here = (InetSocketAddress) channel.getLocalAddress();
        String greeting = Thread.currentThread().getName() + ", port " + here.getPort() + "\n";
        ByteBuffer pending = ByteBuffer.allocate(MAX_PENDING).put(greeting.getBytes(StandardCharsets.US_ASCII));
        channel.register(selector, SelectionKey.OP_WRITE, pending);
    }

    private static void repeat(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer pending = (ByteBuffer) key.attachment();
        if (key.isReadable() && channel.read(pending) < 0) {
            channel.setOption(StandardSocketOptions.SO_LINGER, -1); // it has said good-bye, so do we
            channel.close();
            return;
        }
        pending.flip();
        channel.write(pending);
        pending.compact();
        key.interestOps((pending.position() > 0 ? SelectionKey.OP_WRITE : 0)
                | (pending.hasRemaining() ? SelectionKey.OP_READ : 0));
    }

    /** Closes the ports, resets whoever is connected, and returns when that is done. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeChannels() {
        selector.keys().forEach(key -> close(key.channel()));
        try {
            selector.close(); // only then are they closed for the system as well
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nobody left to tell.
        }
    }
}
