package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.Packed;
import dev.gantry.oci.testing.TarFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadImageArchiveTest {
    private static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";

    @Test
    void an_empty_file_is_no_image() {
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, "the file is empty", new byte[0]);
    }

    @Test
    void an_empty_tar_archive_is_called_one() {
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, "a tar archive that holds no file", new byte[10240]);
    }

    @Test
    void garbage_is_told_apart() {
        refused(
                RefusalCode.IMAGE_FORMAT_UNKNOWN,
                "something else",
                "hello, world".repeat(100).getBytes());
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, "a zip file", ("PK\3\4" + "x".repeat(600)).getBytes());
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, "JSON", "{\"message\":\"not found\"}".getBytes());
    }

    @Test
    void a_tar_of_unrelated_things_is_no_image() {
        byte[] junk =
                new TarFixture().file("a.txt", "a").file("notes/b.txt", "b").bytes();
        refused(RefusalCode.IMAGE_FORMAT_UNKNOWN, "2 members (a.txt, notes/b.txt)", junk);
        refused(
                RefusalCode.IMAGE_FORMAT_UNKNOWN,
                "without the file oci-layout",
                new TarFixture().file("index.json", "{}").bytes());
    }

    @Test
    void each_truncation_is_refused() {
        byte[] whole = image().dockerArchive();
        for (int length = 1; length <= whole.length - 1024; length += 97) {
            byte[] part = Arrays.copyOf(whole, length);
            RefusalCode code = length < 512 ? RefusalCode.IMAGE_FORMAT_UNKNOWN : RefusalCode.ARCHIVE_TRUNCATED;
            refused(code, "", part);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc/shadow", "/etc/shadow", "../../x"})
    void a_layer_that_links_out_of_the_archive_is_refused(String target) {
        ImageFixture fixture = new ImageFixture("a/b:1").layer(Archives.rootFileSystem());
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "leads out of the archive",
                Archives.dockerWithLinkedLayer(fixture, target));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "in circles",
                Archives.dockerWithLinkedLayer(fixture, "../linked/layer.tar"));
    }

    @Test
    void an_oci_layout_of_links_is_refused() {
        byte[] bytes = new TarFixture()
                .symlink("oci-layout", "/etc/hostname")
                .file("index.json", "{}")
                .bytes();
        refused(RefusalCode.ARCHIVE_INVALID, "leads out of the archive", bytes);
    }

    @Test
    void a_damaged_layer_is_refused_when_it_is_read() throws IOException {
        OciLayout archive = (OciLayout) ImageArchive.open(
                new BytesSource(image().compression(Compression.GZIP).damaged().ociArchive()), TarLimits.DEFAULT);
        ArchivedLayer layer = archive.images().get(0).variants().get(0).layers().get(0);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> layer.open().readAllBytes())
                .matches(e -> e.code() == RefusalCode.DIGEST_MISMATCH);
    }

    @Test
    void a_damaged_manifest_is_refused() {
        byte[] good = image().ociArchive();
        String text = new String(good, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("rootfs");
        good[at] = 'b';
        refused(RefusalCode.DIGEST_MISMATCH, "has the digest", good);
    }

    @Test
    void missing_pieces_are_named() {
        Digest nothing = Digest.of(new byte[] {9});
        String entry = "[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[]}]";
        refused(
                RefusalCode.IMAGE_INVALID,
                "no member c.json",
                new TarFixture().file("manifest.json", entry).bytes());
        Index index = Index.of(List.of(Descriptor.of(MediaType.OCI_MANIFEST, nothing, 5)));
        refused(RefusalCode.IMAGE_INVALID, "no member blobs/sha256/" + nothing.hex(), layout(index));
        refused(RefusalCode.IMAGE_INVALID, "lists no image", layout(Index.of(List.of())));
    }

    @Test
    void an_index_in_an_index_in_an_index_is_refused() {
        Index inner = Index.of(List.of());
        Index middle = Index.of(List.of(Descriptor.of(MediaType.OCI_INDEX, inner.raw())));
        Index top = Index.of(List.of(Descriptor.of(MediaType.OCI_INDEX, middle.raw())));
        refused(RefusalCode.IMAGE_INVALID, "at most two deep", layout(top, inner, middle));
    }

    @Test
    void a_size_that_was_not_promised_is_refused() {
        Index inner = Index.of(List.of());
        Index top = Index.of(List.of(Descriptor.of(
                MediaType.OCI_INDEX, inner.raw().digest(), inner.raw().size() - 1)));
        refused(RefusalCode.DIGEST_MISMATCH, "were promised", layout(top, inner));
    }

    @Test
    void bad_manifest_json_is_refused() {
        for (String json : List.of("{}", "[]", "[7]", "x", "[{}]", "[{\"Config\":\"\"}]", "[".repeat(5000))) {
            refused(
                    RefusalCode.IMAGE_INVALID,
                    "",
                    new TarFixture().file("manifest.json", json).bytes());
        }
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "twice",
                new TarFixture()
                        .file("manifest.json", "[]")
                        .file("./manifest.json", "[]")
                        .bytes());
    }

    @Test
    void a_config_and_a_manifest_of_different_length_are_refused() {
        String entry = "[{\"Config\":\"c.json\",\"Layers\":[\"x/layer.tar\"]}]";
        byte[] bytes = new TarFixture()
                .file("c.json", new ImageFixture().configJson(), 0644)
                .file("x/layer.tar", "")
                .file("manifest.json", entry)
                .bytes();
        refused(RefusalCode.IMAGE_INVALID, "lists 1 layers and the config 0", bytes);
    }

    @Test
    void half_of_an_oci_archive_is_refused_as_truncated() {
        refused(RefusalCode.ARCHIVE_TRUNCATED, "", Packed.half(image().ociArchive()));
    }

    private static ImageFixture image() {
        return new ImageFixture("a/b:1").layer(Archives.rootFileSystem()).command("/bin/app");
    }

    private static byte[] layout(Index top, Index... blobs) {
        TarFixture tar = new TarFixture().file("oci-layout", MARKER);
        for (Index blob : blobs) {
            tar.file("blobs/sha256/" + blob.raw().digest().hex(), blob.raw().bytes(), 0644);
        }
        return tar.file("index.json", top.raw().bytes(), 0644).bytes();
    }

    private static void refused(RefusalCode code, String why, byte[] archive) {
        assertThatExceptionOfType(RefusedException.class)
                .as("%d bytes", archive.length)
                .isThrownBy(() -> ImageArchive.open(new BytesSource(archive), TarLimits.DEFAULT))
                .matches(e -> e.code() == code, "is " + code)
                .withMessageContaining(why);
    }
}
