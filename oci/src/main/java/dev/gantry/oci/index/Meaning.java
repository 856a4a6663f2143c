package dev.gantry.oci.index;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the name of a layer's member means, OCI image specification, layer.md, "Whiteouts": the one place that knows, for
 * whoever unpacks a layer and whoever looks into it.
 *
 * @param parents the directory in which it lies, from the layer's root; of OPAQUE the directory that becomes opaque
 * @param name what it is called there, of WHITEOUT what is hidden there; empty for the root itself, OPAQUE and IGNORED
 */
public record Meaning(Kind kind, List<ByteName> parents, ByteName name) {
    private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESERVED = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
    private static final ByteName OPAQUE = ByteName.of(".wh..wh..opq");

    public Meaning {
        parents = List.copyOf(parents);
    }

    /** Kinds of members. */
    public enum Kind {
        ENTRY,
        /** Hides one name of the layers below. */
        WHITEOUT,
        /** Hides all that the layers below have in a directory. */
        OPAQUE,
        /** Bookkeeping of AUFS. */
        IGNORED
    }

    /**
     * Refuses names that no honest archive holds with ARCHIVE_INVALID.
     *
     * @param work what is done with it, for the refusal: "unpack"
     */
    public static Meaning of(ByteName member, String work) {
        List<ByteName> parts = parts(member, member, work);
        if (parts.isEmpty()) {
            return new Meaning(Kind.ENTRY, parts, ByteName.EMPTY);
        }
        List<ByteName> parents = parts.subList(0, parts.size() - 1);
        ByteName last = parts.get(parts.size() - 1);
        byte[] name = last.bytes();
        if (!starts(name, PREFIX)) {
            return new Meaning(Kind.ENTRY, parents, last);
        }
        if (last.equals(OPAQUE)) {
            return new Meaning(Kind.OPAQUE, parents, ByteName.EMPTY);
        }
        if (starts(name, RESERVED)) {
            return new Meaning(Kind.IGNORED, parents, ByteName.EMPTY);
        }
        ByteName hidden = ByteName.of(Arrays.copyOfRange(name, PREFIX.length, name.length));
        if (hidden.components().isEmpty() || hidden.climbs()) {
            throw invalid(member, "it is a whiteout of no name", work);
        }
        return new Meaning(Kind.WHITEOUT, parents, hidden);
    }

    /** A hard link's target, below the layer's root also when it is absolute; refused as a member's name. */
    public static List<ByteName> target(ByteName link, ByteName member, String work) {
        return parts(link, member, work);
    }

    /** The parents and the name. */
    public List<ByteName> parts() {
        return name.isEmpty()
                ? parents
                : Stream.concat(parents.stream(), Stream.of(name)).toList();
    }

    /** As in {@link IndexEntry}; of OPAQUE the directory. */
    byte[] path() {
        return join(parts());
    }

    private static List<ByteName> parts(ByteName path, ByteName member, String work) {
        if (path.climbs()) {
            throw invalid(member, "the path " + path + " holds \"..\"", work);
        }
        List<ByteName> parts = path.components();
        if (parts.stream().limit(Math.max(0, parts.size() - 1)).anyMatch(part -> starts(part.bytes(), PREFIX))) {
            throw invalid(member, "it lies below a whiteout", work);
        }
        return parts;
    }

    static byte[] join(List<ByteName> parts) {
        int length = Math.max(0, parts.size() - 1);
        for (ByteName part : parts) {
            length += part.length();
        }
        ByteBuffer path = ByteBuffer.allocate(length);
        for (ByteName part : parts) {
            (path.position() == 0 ? path : path.put((byte) '/')).put(part.bytes());
        }
        return path.array();
    }

    private static boolean starts(byte[] name, byte[] prefix) {
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    static RefusedException invalid(ByteName member, String why) {
        return invalid(member, why, "index");
    }

    private static RefusedException invalid(ByteName member, String why, String work) {
        return new RefusedException(
                RefusalCode.ARCHIVE_INVALID,
                work + " the layer's entry " + member,
                why,
                "no honest image holds this; build the image anew, and do not trust where this one came from");
    }
}
