package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

class AnotherNettyTest {

    @Test
    void theStartSaysWhichNettyIsHereWhichIsNeededAndWhatToDo() {
        Throwable failure = assertThrows(
                RuntimeException.class,
                () -> SpringApplication.run(
                        ShopApplication.class, "--server.port=0", "--shop.port=0", "--logging.level.root=off"));
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        assertInstanceOf(IllegalStateException.class, failure);
        assertEquals(
                "Evenkeel needs Netty 4.2 and is tested with 4.2.18.Final; here is 4.1.128.Final, and 4.2.18.Final of"
                        + " netty-transport-classes-io_uring, netty-transport-native-io_uring, without"
                        + " io.netty.util.concurrent.ThreadAwareExecutor, io.netty.channel.IoEventLoopGroup. Where Spring"
                        + " Boot's parent manages versions, set the property netty.version to 4.2.18.Final; elsewhere"
                        + " import io.netty:netty-bom:4.2.18.Final before other BOMs. See \"In a framework\","
                        + " docs/in-a-framework.md",
                failure.getMessage());
    }
}
