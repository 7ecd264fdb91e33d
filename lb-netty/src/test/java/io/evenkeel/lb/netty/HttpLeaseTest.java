package io.evenkeel.lb.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.evenkeel.lb.LoadBalancer;
import io.evenkeel.lb.netty.transport.IoTransport;
import io.evenkeel.lb.netty.transport.SocketCalls;
import io.evenkeel.lb.testkit.http.Answer;
import io.evenkeel.lb.testkit.http.HttpPeer;
import io.evenkeel.lb.testkit.http.HttpServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which idle connections are asked whether they are still of use, before a request goes out on them. */
@ExtendWith(LeakExtension.class)
@EnabledOnOs(OS.LINUX)
class HttpLeaseTest {

    private final AtomicInteger asked = new AtomicInteger();

    private IoTransport counting(IoTransport epoll) {
        SocketCalls calls = epoll.calls();
        return new IoTransport(
                epoll.name(),
                epoll.handlerType(),
                epoll.handlers(),
                epoll.servers(),
                epoll.sockets(),
                epoll.anySockets(),
                epoll.datagrams(),
                epoll.loops(),
                new SocketCalls() {
                    @Override
                    public boolean isReadable(Channel channel) {
                        asked.incrementAndGet();
                        return calls.isReadable(channel);
                    }

                    @Override
                    public void sendFin(Channel channel) {
                        calls.sendFin(channel);
                    }

                    @Override
                    public boolean send(Channel channel, ByteBuf bytes) {
                        return calls.send(channel, bytes);
                    }

                    @Override
                    public boolean isSynchronous() {
                        return calls.isSynchronous();
                    }
                });
    }

    private LoadBalancer start(HttpServer server) {
        NettyLoadBalancer.Builder builder = NettyLoadBalancer.builder()
                .transport(Transport.EPOLL)
                .threads(1)
                .service(HttpBalancers.unchecked(server).build());
        builder.sockets = this::counting;
        return builder.start();
    }

    @Test
    void thoseThatHaveRestedAreAsked() throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok(request.target()));
                LoadBalancer balancer = start(server);
                HttpPeer client = HttpBalancers.connect(balancer)) {
            for (int i = 0; i < 3; i++) {
                assertEquals("/" + i, client.get("/" + i).bodyText());
            }
            assertEquals(2, asked.get());
            assertEquals(1, server.tcp().connections().size());
        }
    }

    @Test
    void thoseThatCameBackInTheSameTurnAreNot() throws Exception {
        try (HttpServer server = HttpServer.start(request -> Answer.ok(request.target()));
                LoadBalancer balancer = start(server);
                HttpPeer client = HttpBalancers.connect(balancer)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
            }
            client.send(all.toString()); // the next request is at hand when an answer has ended
            for (int i = 0; i < 10; i++) {
                assertEquals("/" + i, client.read("GET").bodyText());
            }
            assertEquals(0, asked.get());
            assertEquals(1, server.tcp().connections().size());
        }
    }
}
