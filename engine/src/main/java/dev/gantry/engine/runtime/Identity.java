package dev.gantry.engine.runtime;

import java.util.List;

/**
 * Who the process is.
 *
 * @param groups supplementary
 * @param home for the variable HOME
 */
public record Identity(int uid, int gid, List<Integer> groups, String home) {
    public static final Identity ROOT = new Identity(0, 0, List.of(), "/root");
}
