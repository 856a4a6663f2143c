package dev.gantry.oci.compression;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Unpacks zstd (RFC 8878), any number of frames, with a window of at most 128 MiB. */
final class ZstdInput extends FilterInputStream {
    private static final int MAX_WINDOW_LOG = 27;

    ZstdInput(InputStream in) throws IOException {
        super(open(in));
    }

    private static InputStream open(InputStream in) throws IOException {
        ZstdInputStreamNoFinalizer plain = new ZstdInputStreamNoFinalizer(in);
        plain.setLongMax(MAX_WINDOW_LOG);
        return plain;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (ZstdIOException e) {
            // zstd-jni says so with the code of damage, and only its words tell the two apart.
            if ("Truncated source".equals(e.getMessage())) {
                throw PackedRefusals.truncated("zstd");
            }
            throw PackedRefusals.damaged("zstd", String.valueOf(e.getMessage()));
        }
    }
}
