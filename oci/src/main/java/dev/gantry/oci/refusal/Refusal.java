package dev.gantry.oci.refusal;

import java.util.Objects;

/**
 * One refusal, in full sentences: what was tried and the action begin with a capital letter, the action ends with a stop.
 *
 * @param code from the closed list
 * @param tried what was tried, on what: "import image from an archive of 512 bytes"
 * @param why why it can't be: "the archive ends inside the entry blobs/sha256/ab…"
 * @param action what the reader can do about it: "export the image again and compare the file's size"
 */
public record Refusal(RefusalCode code, String tried, String why, String action) {
    public Refusal {
        Objects.requireNonNull(code);
        Objects.requireNonNull(why);
        tried = capital(tried);
        action = capital(action);
        if (!action.isEmpty() && !action.endsWith(".")) {
            action += ".";
        }
    }

    /** Both are read as sentences of their own, wherever they are shown. */
    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    @Override
    public String toString() {
        return code + ": " + tried + ": " + why + " (" + action + ")";
    }
}
