package io.evenkeel.peers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Arrays;

/**
 * Vert.x' HTTP proxy with one event loop: {@code PORT HOST:PORT...}
 *
 * <p>The interceptor adds {@code X-Forwarded-For}; the client keeps connections to servers. It has neither health checks nor
 * counters.
 */
public final class VertxProxy {

    private static final int CONNECTIONS = 1000;

    private VertxProxy() {}

    /**
     * Serves until it is killed.
     *
     * @param arguments the port to listen on, then the servers
     */
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            System.err.println("no native transport: " + vertx.unavailableNativeTransportCause());
        }
        SocketAddress[] servers = Arrays.stream(arguments)
                .skip(1)
                .map(server -> server.split(":"))
                .map(server -> SocketAddress.inetSocketAddress(Integer.parseInt(server[1]), server[0]))
                .toArray(SocketAddress[]::new);
        HttpProxy proxy = HttpProxy.reverseProxy(
                        vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS)))
                .origin(OriginRequestProvider.selector(new RoundRobin(servers)::next))
                .addInterceptor(new ForwardedFor());
        vertx.createHttpServer()
                .requestHandler(proxy)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onFailure(cause -> {
                    System.err.println(cause);
                    System.exit(1);
                });
    }

    /** Called on the one event loop only. */
    private static final class RoundRobin {

        private final SocketAddress[] servers;
        private int next;

        RoundRobin(SocketAddress[] servers) {
            this.servers = servers;
        }

        Future<SocketAddress> next(Object request) {
            next = (next + 1) % servers.length;
            return Future.succeededFuture(servers[next]);
        }
    }

    private static final class ForwardedFor implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            String client = context.request().proxiedRequest().remoteAddress().hostAddress();
            context.request().headers().add("X-Forwarded-For", client);
            return context.sendRequest();
        }
    }
}
