package dev.gantry.agent.problem;

import dev.gantry.oci.refusal.Refusal;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.facts.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into problems. */
public final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    public static Problem of(Refusal refusal) {
        return new Problem(refusal.code().name(), refusal.tried(), refusal.why(), refusal.action());
    }

    public static Problem of(RefusalCode code, String tried, String why, String action) {
        return new Problem(code.name(), tried, why, action);
    }

    /** What is no refusal is a defect of ours: it goes to the log whole, and to the user in one sentence. */
    public static Problem of(Throwable failure, String tried) {
        if (failure instanceof RefusedException refused) {
            return of(refused.refusal());
        }
        log.error("{} failed", tried, failure);
        return of(RefusalCode.INTERNAL, tried, String.valueOf(failure), "look into the agent's log on the host");
    }

    public static Problem cancelled(String tried) {
        return of(RefusalCode.CANCELLED, tried, "it was cancelled", "start it again if it is still wanted");
    }
}
