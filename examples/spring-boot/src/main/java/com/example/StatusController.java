package com.example;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application's own page, served by Reactor Netty: both use the same Netty. */
@RestController
public class StatusController {

    private final ShopBalancer shop;

    public StatusController(ShopBalancer shop) {
        this.shop = shop;
    }

    @GetMapping(path = "/status", produces = MediaType.APPLICATION_JSON_VALUE)
    public String status() {
        return shop.balancer().snapshot().toJson();
    }
}
