/** A Lync Server 2010 pool of imitated Front Ends behind the virtual services that Lync's load balancing guides ask for. */
@NullMarked
package io.evenkeel.examples.lync;

import org.jspecify.annotations.NullMarked;
