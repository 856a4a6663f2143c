package dev.gantry.oci.testing;

import static dev.gantry.oci.testing.RawTar.archive;
import static dev.gantry.oci.testing.RawTar.header;
import static dev.gantry.oci.testing.RawTar.pax;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.tar.TarEntry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One attack by a layer, for every way on which a layer comes in.
 *
 * @param attack its name
 * @param code why unpacking is refused
 * @param indexed whether a reader that unpacks nothing may show it: to such a one it can do no harm
 * @param tar the layer, not compressed
 */
public record HostileLayer(String attack, RefusalCode code, boolean indexed, byte[] tar) {
    private static final byte[] FILE = header('0', "f", 0).block();

    /** @param outside a directory of the host that the attacks aim at, with the file "canary" in it */
    public static List<HostileLayer> all(Path outside) {
        String out = outside.toString();
        return List.of(
                invalid("a name that climbs", new TarFixture().file("../.." + out + "/evil", "x")),
                invalid("a name that climbs in its middle", new TarFixture().file("a/../../evil", "x")),
                shown(
                        "a file through a link out",
                        new TarFixture().symlink("l", out).file("l/canary", "evil")),
                shown(
                        "a whiteout through a link out",
                        new TarFixture().symlink("l", out).whiteout("l/canary")),
                shown(
                        "an opaque mark through a link out",
                        new TarFixture().symlink("l", out).opaque("l")),
                invalid("a hard link that climbs", new TarFixture().hardlink("h", "../.." + out + "/canary")),
                shown("a hard link to a file of the host", new TarFixture().hardlink("h", out + "/canary")),
                invalid("a whiteout of the directory itself", new TarFixture().file(".wh..", "")),
                invalid("a whiteout of the directory above", new TarFixture().file("a/.wh...", "")),
                invalid("a whiteout of no name", new TarFixture().file(".wh.", "")),
                invalid("the root as a link", new TarFixture().symlink(".", out)),
                invalid("a file below a file", new TarFixture().file("f", "1").file("f/g", "2")),
                invalid(
                        "links in a circle",
                        new TarFixture().symlink("a", "b").symlink("b", "a").file("a/x", "")),
                shown("the device by which overlayfs hides", with(TarEntry.device(TarEntry.Type.CHAR, "d", 0, 0))),
                shown(
                        "an attribute that overlayfs obeys",
                        with(TarEntry.directory("d").withXattrs(Map.of("trusted.overlay.redirect", new byte[] {'/'})))),
                limit("a name of 300 bytes", new TarFixture().file("n".repeat(300), "")),
                limit("a path of five thousand directories", new TarFixture().file("d/".repeat(5000) + "f", "")),
                limit(
                        "a header of eight gigabytes",
                        archive(header('x', "h", 077777777777L).block(), FILE)),
                limit(
                        "a long name of eight gigabytes",
                        archive(header('L', "h", 077777777777L).block(), FILE)),
                invalid(
                        "two sizes of one member",
                        archive(pax("size=512"), header('0', "f", 1024).block())),
                invalid("a sparse file", archive(header('S', "big", 0).block())),
                invalid("a member of no known type", archive(header('Z', "f", 0).block())),
                invalid("the owner -1", archive(pax("uid=4294967295"), FILE)),
                invalid("a checksum that is wrong", wrongChecksum()),
                new HostileLayer(
                        "an archive that ends in a member",
                        RefusalCode.ARCHIVE_TRUNCATED,
                        false,
                        Arrays.copyOf(
                                new TarFixture().file("f", "1".repeat(2000)).bytes(), 1500)));
    }

    private static TarFixture with(TarEntry entry) {
        return new TarFixture().entry(entry, new byte[0]);
    }

    private static byte[] wrongChecksum() {
        byte[] archive = archive(FILE, FILE);
        archive[512 + 3] = 'x';
        return archive;
    }

    private static HostileLayer invalid(String attack, TarFixture tar) {
        return invalid(attack, tar.bytes());
    }

    private static HostileLayer invalid(String attack, byte[] tar) {
        return new HostileLayer(attack, RefusalCode.ARCHIVE_INVALID, false, tar);
    }

    private static HostileLayer limit(String attack, TarFixture tar) {
        return limit(attack, tar.bytes());
    }

    private static HostileLayer limit(String attack, byte[] tar) {
        return new HostileLayer(attack, RefusalCode.LIMIT_EXCEEDED, false, tar);
    }

    private static HostileLayer shown(String attack, TarFixture tar) {
        return new HostileLayer(attack, RefusalCode.ARCHIVE_INVALID, true, tar.bytes());
    }

    @Override
    public String toString() {
        return attack;
    }
}
