/** Which server the client of a request belongs to, and how it is told: by our own cookie, or by a table. */
@NullMarked
package io.evenkeel.lb.netty.http.affinity;

import org.jspecify.annotations.NullMarked;
