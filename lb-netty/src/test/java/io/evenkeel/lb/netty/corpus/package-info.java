/** The corpus of HTTP/1 messages in the test resources, and what plays it: reader, recording server, client. */
package io.evenkeel.lb.netty.corpus;
