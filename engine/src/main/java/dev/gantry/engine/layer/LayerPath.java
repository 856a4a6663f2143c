package dev.gantry.engine.layer;

import dev.gantry.oci.tar.ByteName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the name of a layer's entry means, OCI image specification, layer.md, "Whiteouts". */
final class LayerPath {
    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final ByteName OPAQUE = ByteName.of(".wh..wh..opq");
    private static final byte[] RESERVED = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);

    private LayerPath() {}

    /** Kinds of entries. */
    enum Kind {
        ENTRY,
        /** Hides one name of the layers below. */
        WHITEOUT,
        /** Hides all that the layers below have in this directory. */
        OPAQUE,
        IGNORED
    }

    /** The components, below the layer's root also when the path is absolute; ".." and whiteouts on the way are refused. */
    static List<ByteName> parts(ByteName path, ByteName entry) {
        if (path.climbs()) {
            throw LayerRefusals.invalid(entry, "the path " + path + " holds \"..\"");
        }
        List<ByteName> parts = path.components();
        for (int i = 0; i < parts.size() - 1; i++) {
            if (starts(parts.get(i), PREFIX)) {
                throw LayerRefusals.invalid(entry, "it lies below a whiteout");
            }
        }
        return parts;
    }

    static Kind kind(ByteName name, ByteName entry) {
        if (!starts(name, PREFIX)) {
            return Kind.ENTRY;
        }
        if (name.equals(OPAQUE)) {
            return Kind.OPAQUE;
        }
        if (starts(name, RESERVED)) {
            return Kind.IGNORED;
        }
        byte[] hidden = hidden(name);
        if (hidden.length == 0
                || Arrays.equals(hidden, new byte[] {'.'})
                || Arrays.equals(hidden, new byte[] {'.', '.'})) {
            throw LayerRefusals.invalid(entry, "it is a whiteout of no name");
        }
        return Kind.WHITEOUT;
    }

    static byte[] hidden(ByteName whiteout) {
        byte[] name = whiteout.bytes();
        return Arrays.copyOfRange(name, PREFIX.length, name.length);
    }

    private static boolean starts(ByteName name, byte[] prefix) {
        if (name.length() < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (name.at(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
