package dev.gantry.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class TarFuzz {
    private static final TarLimits LIMITS = TarLimits.DEFAULT.withEntries(1_000).withTotalBytes(1 << 20);

    @FuzzTest(maxDuration = "1m")
    void an_archive_is_read_within_its_budgets_or_refused(byte[] archive) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(archive), LIMITS);
        long content = 0;
        long members = 0;
        try {
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                members++;
                assertThat(entry.name().bytes().length).isBetween(0, LIMITS.nameBytes());
                content += reader.content().readAllBytes().length;
            }
        } catch (RefusedException e) {
            assertThat(e.refusal().why()).isNotBlank();
        }
        assertThat(content).isLessThanOrEqualTo(archive.length);
        assertThat(members).isLessThanOrEqualTo(LIMITS.entries());
    }
}
