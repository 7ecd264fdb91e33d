/**
 * What clients see when servers fail: a {@link io.evenkeel.lb.VirtualService} as it is configured, against a script of
 * failures, in virtual time. {@link io.evenkeel.lb.simulation.Simulation} describes and runs it, {@link
 * io.evenkeel.lb.simulation.SimulatedServer} says how servers behave, {@link io.evenkeel.lb.simulation.Report} what came of
 * it. No socket is opened, nothing sleeps, and the same seed gives the same result: minutes pass in a moment.
 *
 * <p><b>What is real:</b> the decision engine (schedulers, weights, priorities, servers' limits, waiting room, slow start,
 * ejection, panic, sorry server, persistence and its tables, drain and all other commands) and the health monitor (rhythm,
 * jitter, timeout, rise and fall, sharing of probes), on one virtual clock, with one event loop.
 *
 * <p><b>What is imitated, by the same rules as the data plane's:</b> the search for a server (one dial after the other within
 * connect and dial timeout, the wait for a free server, the wait for a table's answer); for HTTP, routes (their matches,
 * pools and own answers), connections to servers that are used again within {@code idle} and {@code maxIdle}, the response
 * timeout, requests that are sent again because a kept connection had ended or by the budget of retries; for TCP, the idle
 * timeout, and the limits of connections, of the service and of each client; access lists; {@code whenServerDown} and {@code
 * whenDrainEnds}. Each health check is answered by the state of the server that it is pointed at, whatever it would send.
 *
 * <p><b>What is not:</b> bytes, bodies and how fast they go (requests have none, and an answer comes all at once), TLS,
 * clients' connections for HTTP and their limits (each request finds its client connected), the bound of the table of
 * clients, filters, observers and the access log, the age of connections to servers, several addresses of one name, several
 * event loops, time on the network (a refused connection costs none) and in the balancer.
 */
@NullMarked
package io.evenkeel.lb.simulation;

import org.jspecify.annotations.NullMarked;
