package dev.gantry.server.system;

import java.util.Map;

/** Says how much of a noun there is; each noun's package has one. */
public interface SystemCounts {
    /** Members of the answer of GET /system: "hosts" → 3, "containers" → {running, total}. Cheap to ask. */
    Map<String, Object> counts();
}
