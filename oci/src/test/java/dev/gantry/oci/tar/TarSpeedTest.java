package dev.gantry.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.testing.RawTar;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bounds far above what is measured on an idle machine, to notice a change of kind, not of degree. */
class TarSpeedTest {
    private static final int FILES = 12_000;

    @Test
    void many_small_files_take_little_time_and_memory() throws IOException {
        TarFixture fixture = new TarFixture();
        for (int i = 0; i < FILES; i++) {
            fixture.file("usr/share/app/directory-" + i % 100 + "/file-" + i, "content of file " + i);
        }
        byte[] archive = fixture.bytes();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long allocated = 0;
        for (int run = 0; run < 8; run++) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long before = System.nanoTime();
            assertThat(readAll(new ByteArrayInputStream(archive))).isEqualTo(FILES);
            best = Math.min(best, System.nanoTime() - before);
            allocated = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        }
        assertThat(best / 1_000_000).as("milliseconds").isLessThan(100);
        assertThat(allocated / FILES).as("bytes allocated for each member").isLessThan(1000);
    }

    @Test
    void big_content_goes_through_without_a_detour() throws IOException {
        long size = 1L << 30;
        byte[] start = RawTar.header('0', "big", size).block();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long before = System.nanoTime();
            assertThat(readAll(new Zeros(start, size + 1024))).isEqualTo(1);
            best = Math.min(best, System.nanoTime() - before);
        }
        double rate = size / 1e6 / (best / 1e9);
        assertThat(rate).as("MB a second").isGreaterThan(500);
    }

    private static int readAll(InputStream in) throws IOException {
        TarReader reader = new TarReader(in, TarLimits.DEFAULT);
        byte[] buffer = new byte[128 << 10];
        int members = 0;
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            members++;
            InputStream content = reader.content();
            while (content.read(buffer) >= 0) {}
        }
        return members;
    }

    /** A few first bytes and then zeros, written anew on each read as a file's would be. */
    private static final class Zeros extends InputStream {
        private final byte[] start;
        private long left;
        private int at;

        Zeros(byte[] start, long zeros) {
            this.start = start;
            this.left = zeros;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at < start.length) {
                int n = Math.min(length, start.length - at);
                System.arraycopy(start, at, target, offset, n);
                at += n;
                return n;
            }
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + n, (byte) 0);
            left -= n;
            return n;
        }
    }
}
