package dev.gantry.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.archive.ImageArchive;
import dev.gantry.oci.archive.SeekableSource;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.tar.TarReader;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.Packed;
import dev.gantry.oci.testing.RawTar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Good input with a few bytes changed, many times over, always the same: it is read or refused, nothing else. */
class MutationTest {
    private static final int ROUNDS = 4000;
    /** Allocated by reading one changed archive of a few kilobytes; a wild length would need far more. */
    private static final long MAX_ALLOCATED = 16L << 20;

    private static final ImageFixture IMAGE = new ImageFixture("example/app:1.0")
            .layer(Archives.rootFileSystem())
            .command("/bin/app")
            .expose("80/tcp")
            .user("1000");

    private interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    @Test
    void tar_archives() {
        byte[] seed = RawTar.archive(
                RawTar.pax("path=a/long/name", "size=10", "mtime=12.5", "SCHILY.xattr.user.a=b"),
                RawTar.header('0', "f", 0).with(new byte[10]),
                RawTar.longName('L', "x".repeat(150)),
                RawTar.longName('K', "y".repeat(150)),
                RawTar.header('2', "l", 0).link("t").block(),
                RawTar.pax('g', "13 uid=12345\n"),
                RawTar.header('3', "dev", 0).text(329, "0000001").block());
        mutate(seed, MutationTest::fixChecksums, bytes -> {
            TarReader reader = new TarReader(new ByteArrayInputStream(bytes), TarLimits.DEFAULT);
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                assertThat(e.name().toString()).isNotEmpty();
                reader.content().transferTo(OutputStream.nullOutputStream());
            }
        });
    }

    @Test
    void image_archives() {
        mutate(IMAGE.dockerArchive(), bytes -> {}, MutationTest::open);
        mutate(IMAGE.ociArchive(), MutationTest::fixChecksums, MutationTest::open);
    }

    @Test
    void manifests_and_configs() {
        mutate(IMAGE.manifest().raw().bytes(), bytes -> {}, bytes -> ManifestDocument.parse(bytes, null));
        mutate(IMAGE.configJson(), bytes -> {}, ImageConfig::parse);
    }

    @Test
    void references() {
        byte[] seed =
                ("registry.example.com:5000/team/app:v1@sha256:" + "ab".repeat(32)).getBytes(StandardCharsets.US_ASCII);
        mutate(seed, bytes -> {}, bytes -> {
            Reference reference = Reference.parse(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
            assertThat(Reference.parse(reference.familiar())).isEqualTo(reference);
        });
    }

    @Test
    void compressed_data() {
        Decompressor decompressor = Decompressor.of(DecompressionLimits.DEFAULT.withMaxOutputBytes(1 << 20));
        for (Compression compression : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            mutate(Packed.with(compression, IMAGE.configJson()), bytes -> {}, bytes -> {
                try (InputStream in = decompressor.open(new ByteArrayInputStream(bytes)).stream()) {
                    in.readAllBytes();
                }
            });
        }
    }

    private static void open(byte[] bytes) throws IOException {
        ImageArchive.open(
                new SeekableSource() {
                    @Override
                    public long size() {
                        return bytes.length;
                    }

                    @Override
                    public InputStream open(long offset, long length) {
                        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
                    }
                },
                TarLimits.DEFAULT);
    }

    private static void mutate(byte[] seed, Consumer<byte[]> repair, Reading reading) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutant(seed, random);
            if (round % 2 == 0) {
                repair.accept(bytes);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                reading.read(bytes);
            } catch (RefusedException e) {
                assertThat(e.code()).as("round %d: %s", round, e).isNotEqualTo(RefusalCode.INTERNAL);
            } catch (IOException e) {
                assertThat(e).as("round %d", round).hasMessageNotContaining("null");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated in round %d", round)
                    .isLessThan(MAX_ALLOCATED);
        }
    }

    private static byte[] mutant(byte[] seed, Random random) {
        byte[] bytes = random.nextInt(10) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "0123456789\"[]{},:=\n /.-\0\u00ff".charAt(random.nextInt(25));
                default -> {
                    int length = Math.min(random.nextInt(600), Math.min(seed.length, bytes.length - at));
                    System.arraycopy(seed, random.nextInt(seed.length - length + 1), bytes, at, length);
                }
            }
        }
        return bytes;
    }

    /** Makes the checksum of every block right that is a header by its magic, so that the mutation gets past it. */
    private static void fixChecksums(byte[] bytes) {
        for (int block = 0; block + 512 <= bytes.length; block += 512) {
            if (bytes[block + 257] == 'u' && bytes[block + 258] == 's') {
                Arrays.fill(bytes, block + 148, block + 156, (byte) ' ');
                int sum = 0;
                for (int i = block; i < block + 512; i++) {
                    sum += bytes[i] & 0xff;
                }
                byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(text, 0, bytes, block + 148, 8);
            }
        }
    }
}
