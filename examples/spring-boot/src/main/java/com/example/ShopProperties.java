package com.example;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where clients connect, and the servers behind: {@code shop} in {@code application.yml}. */
@ConfigurationProperties("shop")
public record ShopProperties(String host, int port, List<Server> servers) {

    public record Server(String host, int port) {}
}
