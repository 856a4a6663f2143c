package dev.gantry.oci.archive;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Says what a file is that is no image archive. */
final class Recognition {
    private static final int BLOCK = 512;

    private Recognition() {}

    static void refuseUnlessTar(SeekableSource source) throws IOException {
        byte[] head;
        try (InputStream in = source.open(0, BLOCK)) {
            head = in.readNBytes(BLOCK);
        }
        if (head.length == 0) {
            throw ArchiveRefusals.unknown("the file is empty");
        }
        if (head.length == BLOCK && Arrays.equals(head, new byte[BLOCK])) {
            throw ArchiveRefusals.unknown("it is a tar archive that holds no file: it begins with its own end");
        }
        if (!TarReader.startsLikeTar(head)) {
            throw ArchiveRefusals.unknown("its " + source.size() + " bytes are no tar archive but " + guess(head));
        }
    }

    static RefusedException unrelated(MemberIndex members) {
        String names = String.join(", ", members.firstNames());
        boolean more = members.count() > members.firstNames().size();
        String seen = "it is a tar archive of " + members.count() + (members.count() == 1 ? " member (" : " members (")
                + names + (more ? ", …" : "") + ") with ";
        if (members.has(LayoutNames.INDEX)) {
            return ArchiveRefusals.unknown(seen + "an index.json, but without the file oci-layout beside it");
        }
        return ArchiveRefusals.unknown(seen
                + "no oci-layout and no manifest.json, and neither a directory such as bin, etc or usr nor a program");
    }

    private static String guess(byte[] head) {
        if (starts(head, "PK\3\4")) {
            return "a zip file";
        }
        if (starts(head, "\177ELF")) {
            return "a program";
        }
        if (starts(head, "hsqs")) {
            return "a squashfs image";
        }
        if (starts(head, "QFI\u00fb")) {
            return "a disk image of the kind qcow2";
        }
        String text =
                ByteName.of(Arrays.copyOf(head, Math.min(head.length, 24))).toString();
        if (text.startsWith("<")) {
            return "a web page or XML: " + text;
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return "JSON: " + text;
        }
        return "something else that starts with " + text;
    }

    private static boolean starts(byte[] head, String magic) {
        if (head.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((head[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
