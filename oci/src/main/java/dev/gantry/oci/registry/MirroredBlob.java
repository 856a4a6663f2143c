package dev.gantry.oci.registry;

import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A blob of whichever server has its first byte. For one reader. */
final class MirroredBlob extends InputStream {
    private final List<RegistryClient> clients;
    private final Descriptor blob;
    private InputStream current;
    private int asked;
    private boolean began;

    /** @param clients at least one */
    MirroredBlob(List<RegistryClient> clients, Descriptor blob) {
        this.clients = clients;
        this.blob = blob;
        this.current = clients.get(0).blob(blob);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            try {
                int n = current.read(target, offset, length);
                began = true;
                return n;
            } catch (RefusedException e) {
                if (began || asked == clients.size() - 1 || e.code() == RefusalCode.CANCELLED) {
                    throw e;
                }
                current.close();
                current = clients.get(++asked).blob(blob);
            }
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
