package dev.gantry.oci.index;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the name of a layer's member means, OCI image specification, layer.md, "Whiteouts".
 *
 * @param path that the member is about, as in {@link IndexEntry}
 */
record Meaning(Kind kind, byte[] path) {
    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESERVED = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
    private static final ByteName OPAQUE = ByteName.of(".wh..wh..opq");

    enum Kind {
        ENTRY,
        WHITEOUT,
        /** The path is the directory that becomes opaque. */
        OPAQUE,
        /** Bookkeeping of AUFS. */
        IGNORED
    }

    /** Refuses names that no honest archive holds with ARCHIVE_INVALID. */
    static Meaning of(ByteName member) {
        List<ByteName> parts = parts(member, member);
        if (parts.isEmpty()) {
            return new Meaning(Kind.ENTRY, new byte[0]);
        }
        List<ByteName> parents = parts.subList(0, parts.size() - 1);
        if (parents.stream().anyMatch(part -> starts(part.bytes(), PREFIX))) {
            throw invalid(member, "it lies below a whiteout");
        }
        ByteName last = parts.get(parts.size() - 1);
        byte[] name = last.bytes();
        if (!starts(name, PREFIX)) {
            return new Meaning(Kind.ENTRY, join(parts));
        }
        if (last.equals(OPAQUE)) {
            return new Meaning(Kind.OPAQUE, join(parents));
        }
        if (starts(name, RESERVED)) {
            return new Meaning(Kind.IGNORED, name);
        }
        byte[] hidden = Arrays.copyOfRange(name, PREFIX.length, name.length);
        if (hidden.length == 0
                || ByteName.of(hidden).components().isEmpty()
                || ByteName.of(hidden).climbs()) {
            throw invalid(member, "it is a whiteout of no name");
        }
        return new Meaning(Kind.WHITEOUT, Paths.child(join(parents), hidden));
    }

    /** A hard link's target, below the layer's root also when it is absolute. */
    static byte[] target(ByteName link, ByteName member) {
        return join(parts(link, member));
    }

    private static List<ByteName> parts(ByteName path, ByteName member) {
        if (path.climbs()) {
            throw invalid(member, "the path " + path + " holds \"..\"");
        }
        return path.components();
    }

    private static byte[] join(List<ByteName> parts) {
        byte[] path = new byte[0];
        for (ByteName part : parts) {
            path = Paths.child(path, part.bytes());
        }
        return path;
    }

    private static boolean starts(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    static RefusedException invalid(ByteName member, String why) {
        return new RefusedException(
                RefusalCode.ARCHIVE_INVALID,
                "index the layer's entry " + member,
                why,
                "no honest image holds this; build the image anew, and do not trust where this one came from");
    }
}
