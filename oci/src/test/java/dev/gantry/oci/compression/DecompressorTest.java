package dev.gantry.oci.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressorTest {
    private static final byte[] TEXT = text(300_000);
    private final Decompressor decompressor = Decompressor.of(DecompressionLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void recognises_and_unpacks(Compression compression) throws IOException {
        Decompressor.Unpacked unpacked = decompressor.open(new ByteArrayInputStream(pack(TEXT, compression)));
        assertThat(unpacked.compression()).isEqualTo(compression);
        assertThat(unpacked.stream().readAllBytes()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void unpacks_members_one_after_the_other(Compression compression) throws IOException {
        byte[] twice = concat(pack(TEXT, compression), pack(TEXT, compression));
        assertThat(unpack(twice)).isEqualTo(concat(TEXT, TEXT));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void refuses_garbage_behind_the_end(Compression compression) throws IOException {
        refused(RefusalCode.ARCHIVE_INVALID, concat(pack(TEXT, compression), "garbage!".getBytes()));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void refuses_every_truncation(Compression compression) throws IOException {
        byte[] packed = pack(text(3000), compression);
        for (int length = 10; length < packed.length; length++) {
            refused(RefusalCode.ARCHIVE_TRUNCATED, Arrays.copyOf(packed, length));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void refuses_damage(Compression compression) throws IOException {
        byte[] packed = pack(TEXT, compression);
        packed[packed.length / 2] ^= 0x55;
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> unpack(packed));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void stops_a_bomb_at_its_ratio(Compression compression) throws IOException {
        byte[] bomb = pack(new byte[8 << 20], compression);
        Decompressor strict = Decompressor.of(new DecompressionLimits(1L << 40, 100, 1 << 20));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        strict.open(new ByteArrayInputStream(bomb)).stream().readAllBytes())
                .matches(e -> e.code() == RefusalCode.LIMIT_EXCEEDED)
                .withMessageContaining("100 times");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
    void stops_at_the_byte_budget(Compression compression) throws IOException {
        Decompressor small = decompressor.withLimits(DecompressionLimits.DEFAULT.withMaxOutputBytes(1000));
        byte[] packed = pack(TEXT, compression);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        small.open(new ByteArrayInputStream(packed)).stream().readAllBytes())
                .matches(e -> e.code() == RefusalCode.LIMIT_EXCEEDED);
    }

    @Test
    void refuses_xz_by_name() {
        byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> unpack(xz))
                .matches(e -> e.code() == RefusalCode.NOT_SUPPORTED)
                .withMessageContaining("xz");
    }

    @Test
    void an_empty_input_unpacks_to_nothing() throws IOException {
        assertThat(unpack(new byte[0])).isEmpty();
    }

    @Test
    void another_gzip_program_can_take_over() throws IOException {
        Decompressor plugged = decompressor.withGzip(in -> new ByteArrayInputStream(new byte[] {42}));
        assertThat(plugged.open(new ByteArrayInputStream(pack(TEXT, Compression.GZIP))).stream()
                        .readAllBytes())
                .containsExactly(42);
    }

    private void refused(RefusalCode code, byte[] packed) {
        assertThatExceptionOfType(RefusedException.class)
                .as("%d bytes", packed.length)
                .isThrownBy(() -> unpack(packed))
                .matches(e -> e.code() == code, "is " + code);
    }

    private byte[] unpack(byte[] packed) throws IOException {
        try (var stream = decompressor.open(new ByteArrayInputStream(packed)).stream()) {
            return stream.readAllBytes();
        }
    }

    private static byte[] pack(byte[] plain, Compression compression) throws IOException {
        if (compression == Compression.NONE) {
            return plain;
        }
        if (compression == Compression.ZSTD) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
                zstd.setChecksum(true).write(plain);
            }
            return out.toByteArray();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(20));
        }
        return bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
