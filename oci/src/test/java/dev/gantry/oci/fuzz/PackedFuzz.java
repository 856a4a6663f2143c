package dev.gantry.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

class PackedFuzz {
    private static final int MOST = 1 << 20;
    private static final Decompressor DECOMPRESSOR = Decompressor.of(new DecompressionLimits(MOST, 100, 64 << 10));

    @FuzzTest(maxDuration = "1m")
    void gzip_is_unpacked_within_its_budgets_or_refused(byte[] packed) throws IOException {
        unpack(packed, Compression.GZIP);
    }

    @FuzzTest(maxDuration = "1m")
    void zstd_is_unpacked_within_its_budgets_or_refused(byte[] packed) throws IOException {
        unpack(packed, Compression.ZSTD);
    }

    private static void unpack(byte[] packed, Compression compression) throws IOException {
        try (InputStream plain = DECOMPRESSOR.open(new ByteArrayInputStream(packed), compression)) {
            assertThat(plain.readAllBytes().length).isLessThanOrEqualTo(MOST);
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
    }
}
