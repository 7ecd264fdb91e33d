package io.evenkeel.lb.persist;

/** Persistence that needs no more than a connection: what clients send is not looked into. */
public sealed interface ConnectionPersistence extends Persistence permits NoPersistence, SourcePersistence {}
