package dev.gantry.protocol.wish;

/**
 * What the server wants of one container. Only users change it.
 *
 * @param id a UUIDv7 as 32 lower-case hex digits; the engine uses the same
 * @param generation rises with every change of this wish
 * @param power whether it should run
 * @param run rises with every start that a user asked for; an agent that sees a higher run than the one it last
 *     started, starts (or restarts) the container. A container that ended by itself is therefore not started again
 * @param stop how to end the current run when it has to end
 */
public record ContainerWish(
        String id, String name, long generation, Power power, long run, ContainerSpec spec, StopSpec stop) {}
