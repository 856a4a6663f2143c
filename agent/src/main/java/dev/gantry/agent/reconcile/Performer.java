package dev.gantry.agent.reconcile;

import dev.gantry.agent.problem.Problems;
import dev.gantry.engine.Engine;
import dev.gantry.protocol.facts.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Performs the steps of one container, in order, up to the first that fails. */
final class Performer {
    /** How many containers are made or started at the same time; waiting for an end is not limited by it. */
    private static final int MAKING = 8;

    private final Engine engine;
    private final String hostId;
    private final Semaphore making = new Semaphore(MAKING);

    Performer(Engine engine, String hostId) {
        this.engine = engine;
        this.hostId = hostId;
    }

    /** @param making whether the step was to make or start the container */
    record Failed(Problem problem, boolean making) {}

    Optional<Failed> perform(List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            boolean makes = step instanceof Step.Create || step instanceof Step.Start;
            if (makes) {
                making.acquire();
            }
            try {
                perform(step);
            } catch (RuntimeException e) {
                return Optional.of(new Failed(Problems.of(e, describe(step)), makes));
            } finally {
                if (makes) {
                    making.release();
                }
            }
        }
        return Optional.empty();
    }

    private void perform(Step step) {
        if (step instanceof Step.Create create) {
            engine.create(Configs.config(create.wish(), hostId));
        } else if (step instanceof Step.Start start) {
            engine.start(start.id(), start.run());
        } else if (step instanceof Step.Stop stop) {
            engine.stop(stop.id(), Configs.stop(stop.how()));
        } else if (step instanceof Step.Remove remove) {
            engine.remove(remove.id(), true);
        }
    }

    private static String describe(Step step) {
        if (step instanceof Step.Create create) {
            return "create container " + create.wish().name();
        }
        if (step instanceof Step.Start start) {
            return "start container " + start.name();
        }
        return step instanceof Step.Stop stop ? "stop container " + stop.name() : "remove container " + step.id();
    }
}
