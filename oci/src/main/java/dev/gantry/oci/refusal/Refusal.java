package dev.gantry.oci.refusal;

import java.util.Objects;

/**
 * One refusal, in full sentences.
 *
 * @param code from the closed list
 * @param tried what was tried, on what: "import image from an archive of 512 bytes"
 * @param why why it can't be: "the archive ends inside the entry blobs/sha256/ab…"
 * @param action what the reader can do about it: "export the image again and compare the file's size"
 */
public record Refusal(RefusalCode code, String tried, String why, String action) {
    public Refusal {
        Objects.requireNonNull(code);
        Objects.requireNonNull(tried);
        Objects.requireNonNull(why);
        Objects.requireNonNull(action);
    }

    @Override
    public String toString() {
        return code + ": " + tried + ": " + why + " (" + action + ")";
    }
}
