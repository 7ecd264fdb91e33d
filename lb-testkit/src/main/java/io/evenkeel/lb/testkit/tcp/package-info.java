/**
 * TCP peers that behave well or badly on command, over plain blocking sockets, so that they share no code and no bug
 * with the transport under test. {@link io.evenkeel.lb.testkit.tcp.TcpServer} plays a real server with one of the
 * {@link io.evenkeel.lb.testkit.tcp.Behaviour behaviours}; {@link io.evenkeel.lb.testkit.tcp.TcpClient} plays a client.
 * Both tell a FIN from a reset, and no wait is without a deadline.
 */
@NullMarked
package io.evenkeel.lb.testkit.tcp;

import org.jspecify.annotations.NullMarked;
