package dev.gantry.oci.tar;

import static dev.gantry.oci.testing.RawTar.archive;
import static dev.gantry.oci.testing.RawTar.header;
import static dev.gantry.oci.testing.RawTar.longName;
import static dev.gantry.oci.testing.RawTar.pax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.RawTar;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTarTest {
    private static final byte[] FILE = header('0', "f", 0).block();

    @Test
    void a_pax_size_counts_where_the_header_has_none() throws IOException {
        byte[] inner = header('0', "smuggled", 0).block();
        byte[] archive = archive(pax("size=512"), header('0', "f", 0).block(), inner);
        List<TarEntry> entries = read(archive);
        assertThat(entries).singleElement().satisfies(e -> assertThat(e.size()).isEqualTo(512));
    }

    @Test
    void two_sizes_are_refused() {
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "two sizes",
                archive(pax("size=512"), header('0', "f", 1024).block()));
    }

    @Test
    void extension_headers_that_compete_are_refused() {
        byte[] name = longName('L', "n");
        for (byte[] archive : List.of(
                archive(pax("path=a"), name, FILE),
                archive(name, pax("path=a"), FILE),
                archive(name, name, FILE),
                archive(pax("path=a"), pax("path=b"), FILE),
                archive(pax("path=a"), pax('g', "11 mtime=1\n"), FILE))) {
            refused(RefusalCode.ARCHIVE_INVALID, "compete", archive);
        }
        refused(RefusalCode.ARCHIVE_TRUNCATED, "after an extension header", archive(name));
    }

    @Test
    void a_global_header_may_set_the_owner_but_no_name() throws IOException {
        TarEntry entry = read(archive(pax('g', "10 uid=77\n"), FILE)).get(0);
        assertThat(entry.uid()).isEqualTo(77);
        refused(RefusalCode.ARCHIVE_INVALID, "for all members", archive(pax('g', "9 path=x\n"), FILE));
        refused(RefusalCode.ARCHIVE_INVALID, "for all members", archive(pax('g', "11 size=51\n"), FILE));
    }

    @Test
    void sparse_files_are_refused_by_name() {
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "big is a sparse file",
                archive(header('S', "big", 0).block()));
        refused(RefusalCode.ARCHIVE_INVALID, "sparse", archive(pax("path=x", "GNU.sparse.major=1"), FILE));
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'Z', '8', '9', 'I', 'D', 'M', 'N', 'V', '\u00ff', '!'})
    void unknown_and_unwanted_types_are_refused(char type) {
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "the member f",
                archive(header(type, "f", 0).block()));
    }

    @ParameterizedTest
    @ValueSource(chars = {'2', '3', '4', '5', '6'})
    void content_where_none_can_be_is_refused(char type) {
        byte[] archive = archive(header(type, "f", 512).link("t").block(), new byte[512]);
        refused(RefusalCode.ARCHIVE_INVALID, "is no file and yet has 512 bytes", archive);
    }

    @Test
    void a_hard_link_never_has_content_as_in_gnu_tar() throws IOException {
        byte[] archive = archive(header('1', "h", 512).link("f").block(), FILE);
        assertThat(read(archive)).extracting(e -> e.name().utf8()).containsExactly("h", "f");
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "no file",
                archive(pax("size=512"), header('1', "h", 0).link("f").block()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8 path=x\n",
                "11 path=x\n",
                "0 path=x\n",
                "path=x\n",
                "9 path x\n",
                "9999999999 path=x\n",
                "-9 path=x\n",
                "9 path=x ",
                "6 =xyz\n",
                "9  path=x",
                "8 path=\n",
                "12 path=a\0bc\n",
                "10 size=-1\n",
                "8 size=\n",
                "12 size=1e11\n",
                "12 mtime=now\n",
                "29 mtime=99999999999999999999\n",
                "9 mtime=\u00ff",
                "27 size=9999999999999999999\n",
                "18 SCHILY.xattr.=\n",
                "11 uid=-12\n"
            })
    void broken_pax_records_are_refused(String records) {
        refused(RefusalCode.ARCHIVE_INVALID, "", archive(pax('x', records), FILE));
    }

    @Test
    void huge_extension_headers_are_refused_before_they_are_read() {
        for (char type : new char[] {'x', 'g', 'L', 'K'}) {
            byte[] huge = header(type, "h", 077777777777L).block();
            refused(RefusalCode.LIMIT_EXCEEDED, "extension header", archive(huge, FILE));
        }
    }

    @Test
    void numbers_beyond_all_measure_are_refused() {
        String full = "\u0080" + "\u00ff".repeat(11);
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "size",
                archive(header('0', "f", 0).text(124, full).block()));
        String minus = "\u00ff".repeat(12);
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "negative",
                archive(header('0', "f", 0).text(124, minus).block()));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "no number",
                archive(header('0', "f", 0).text(124, "9x").block()));
        refused(RefusalCode.ARCHIVE_INVALID, "owner", archive(pax("uid=4294967295"), FILE));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "group",
                archive(header('0', "f", 0).text(116, minus.substring(4)).block()));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "device",
                archive(header('3', "f", 0).text(329, "7777777").block()));
    }

    @Test
    void base_256_numbers_are_read() throws IOException {
        byte[] archive = archive(header('0', "f", 0)
                .text(108, "\u0080\0\0\0\u00ee\u006b\u0028\0")
                .text(136, minusOne())
                .block());
        assertThat(read(archive).get(0).uid()).isEqualTo(4_000_000_000L);
        assertThat(read(archive).get(0).mtime().getEpochSecond()).isEqualTo(-1);
    }

    private static String minusOne() {
        return "\u00ff".repeat(12);
    }

    @Test
    void names_are_bounded() {
        refused(RefusalCode.LIMIT_EXCEEDED, "255", archive(longName('L', "a".repeat(256)), FILE));
        refused(RefusalCode.LIMIT_EXCEEDED, "4095", archive(longName('L', "a/".repeat(2048)), FILE));
        refused(RefusalCode.LIMIT_EXCEEDED, "512", archive(longName('L', "a/".repeat(513)), FILE));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "no name",
                archive(header('0', "", 0).block()));
        refused(
                RefusalCode.ARCHIVE_INVALID,
                "no target",
                archive(header('2', "l", 0).block()));
        refused(
                RefusalCode.LIMIT_EXCEEDED,
                "target",
                archive(longName('K', "x".repeat(5000)), header('2', "l", 0).block()));
    }

    @Test
    void names_are_bytes_and_show_escaped() throws IOException {
        TarEntry entry =
                read(archive(header('0', "a\nb\u00ff\u001b[31m", 0).block())).get(0);
        assertThat(entry.name().bytes()).isEqualTo("a\nb\u00ff\u001b[31m".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(entry.name()).hasToString("a\\x0ab\\xff\\x1b[31m");
    }

    @Test
    void budgets_end_the_reading() {
        TarFixture many = new TarFixture();
        for (int i = 0; i < 20; i++) {
            many.file("f" + i, "x");
        }
        byte[] bytes = many.bytes();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(bytes, TarLimits.DEFAULT.withEntries(19)))
                .matches(e -> e.code() == RefusalCode.LIMIT_EXCEEDED)
                .withMessageContaining("19");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(bytes, TarLimits.DEFAULT.withTotalBytes(5000)))
                .matches(e -> e.code() == RefusalCode.LIMIT_EXCEEDED)
                .withMessageContaining("5000");
    }

    @Test
    void each_truncation_is_refused_and_names_where() throws IOException {
        byte[] whole = RawTar.archive(pax("path=long"), header('0', "f", 700).with(new byte[700]), FILE);
        for (int length = 0; length <= whole.length - 1024; length++) {
            refused(RefusalCode.ARCHIVE_TRUNCATED, "it ends", Arrays.copyOf(whole, length));
        }
        assertThat(read(Arrays.copyOf(whole, whole.length - 512))).hasSize(2);
        InputStream unmarked = new ByteArrayInputStream(whole, 0, whole.length - 1024);
        assertThat(all(TarReader.ofVerified(unmarked, TarLimits.DEFAULT))).hasSize(2);
    }

    @Test
    void content_that_ends_early_is_refused_while_it_is_read() throws IOException {
        byte[] part = Arrays.copyOf(archive(header('0', "f", 5000).with(new byte[5000])), 3000);
        TarReader reader = new TarReader(new ByteArrayInputStream(part), TarLimits.DEFAULT);
        reader.next();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> reader.content().readAllBytes())
                .matches(e -> e.code() == RefusalCode.ARCHIVE_TRUNCATED)
                .withMessageContaining("inside the member f");
    }

    @Test
    void a_bad_checksum_is_damage() {
        byte[] archive = archive(FILE, FILE);
        archive[512 + 3] = 'x';
        refused(RefusalCode.ARCHIVE_INVALID, "checksum of member 2", archive);
        refused(RefusalCode.ARCHIVE_INVALID, "no tar archive", new byte[600], "garbage".repeat(100));
    }

    @Test
    void what_follows_the_end_mark_is_read_and_ignored() throws IOException {
        byte[] archive = RawTar.join(archive(FILE), FILE, "garbage".getBytes(StandardCharsets.US_ASCII));
        ByteArrayInputStream in = new ByteArrayInputStream(archive);
        assertThat(all(new TarReader(in, TarLimits.DEFAULT))).hasSize(1);
        assertThat(in.available()).isZero();
    }

    @Test
    void repeated_names_come_in_their_order() throws IOException {
        byte[] archive =
                new TarFixture().file("a", "1").directory("a").file("a", "22").bytes();
        assertThat(read(archive)).extracting(TarEntry::size).containsExactly(1L, 0L, 2L);
    }

    @Test
    void old_content_cannot_be_read_after_the_next_member() throws IOException {
        byte[] archive = new TarFixture().file("a", "1").file("b", "2").bytes();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT);
        reader.next();
        InputStream first = reader.content();
        reader.next();
        assertThatExceptionOfType(IOException.class).isThrownBy(first::read);
        assertThat(reader.content().readAllBytes()).containsExactly('2');
    }

    @Test
    void links_and_odd_names_come_through_for_the_caller_to_judge() throws IOException {
        List<TarEntry> entries = read(new TarFixture()
                .symlink("l", "../../etc")
                .hardlink("../h", "/etc/shadow")
                .file("/abs", "x")
                .bytes());
        assertThat(entries.get(1).name().climbs()).isTrue();
        assertThat(entries.get(2).name().isAbsolute()).isTrue();
        assertThat(entries.get(0).linkName().utf8()).isEqualTo("../../etc");
    }

    private static void refused(RefusalCode code, String why, byte[] start, String rest) {
        refused(code, why, RawTar.join(rest.getBytes(StandardCharsets.US_ASCII), start));
    }

    private static void refused(RefusalCode code, String why, byte[] archive) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> read(archive))
                .matches(e -> e.code() == code, "is " + code)
                .withMessageContaining(why);
    }

    private static List<TarEntry> read(byte[] archive) throws IOException {
        return read(archive, TarLimits.DEFAULT);
    }

    private static List<TarEntry> read(byte[] archive, TarLimits limits) throws IOException {
        return all(new TarReader(new ByteArrayInputStream(archive), limits));
    }

    private static List<TarEntry> all(TarReader reader) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }
}
