package dev.gantry.oci.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

record BytesSource(byte[] bytes) implements SeekableSource {
    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open(long offset, long length) {
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }
}
