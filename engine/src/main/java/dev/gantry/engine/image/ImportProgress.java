package dev.gantry.engine.image;

/**
 * Told how far an import or a pull is; called often, by several threads when steps go on at the same time, and must
 * return at once. May throw to cancel the work.
 */
@FunctionalInterface
public interface ImportProgress {
    ImportProgress NONE = (step, current, total) -> {};

    /**
     * @param step short sentence, present tense: "unpack layer 2 of 5"
     * @param current bytes so far
     * @param total bytes; 0 when unknown
     */
    void at(String step, long current, long total);
}
