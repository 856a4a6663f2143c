package dev.gantry.agent.reconcile;

import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.StopSpec;

/** One thing to do to one container. A restart is a stop and a start. */
sealed interface Step {

    String id();

    /** Make the disk and the configuration. */
    record Create(ContainerWish wish) implements Step {
        @Override
        public String id() {
            return wish.id();
        }
    }

    /** Begin a new run with this number. */
    record Start(String id, String name, long run) implements Step {}

    /** End the current run. */
    record Stop(String id, String name, StopSpec how) implements Step {}

    /** Remove with disk, network and log; a process that still runs is killed. */
    record Remove(String id) implements Step {}
}
