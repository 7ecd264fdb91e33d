/**
 * HTTP/1 peers that behave well or badly on command, over the TCP peers. {@link io.evenkeel.lb.testkit.http.HttpServer}
 * answers each request as a {@link io.evenkeel.lb.testkit.http.Script} says and records what it saw; {@link
 * io.evenkeel.lb.testkit.http.HttpPeer} plays a client that sends any bytes. Both read with a small strict reader of their
 * own, so that nothing sloppy in between passes unseen.
 */
@NullMarked
package io.evenkeel.lb.testkit.http;

import org.jspecify.annotations.NullMarked;
