package dev.gantry.engine.layer;

import dev.gantry.engine.disk.DiskReserve;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Unpacks a layer's archive into an empty directory and checks on the way that it is the layer that was promised. */
final class LayerUnpacker {
    private final LayerLimits limits;

    LayerUnpacker(LayerLimits limits) {
        this.limits = limits;
    }

    /**
     * @param target empty, on the disk where the layer will stay
     * @param archive not compressed; read to its end
     * @param index where to put the layer's index, does not exist
     */
    Layer unpack(Digest diffId, InputStream archive, Dir target, Path index) throws IOException {
        HashingInputStream hashing = new HashingInputStream(archive);
        TarReader reader = TarReader.ofVerified(hashing, limits.tar());
        DiskReserve reserve =
                new DiskReserve(target, "unpack the layer " + diffId, limits.reserveBytes(), limits.reserveInodes());
        try (Directories directories = new Directories(target, limits.entries(), reserve);
                IndexOnTheWay onTheWay = new IndexOnTheWay(index, limits.tar())) {
            EntryWriter writer = new EntryWriter(directories, reserve);
            long entries = 0;
            TarEntry entry;
            while ((entry = reader.next()) != null) {
                entries++;
                try {
                    TarEntry member = entry;
                    onTheWay.add(member, reader, content -> writer.put(member, content));
                } catch (KernelException e) {
                    throw e.refused("unpack the layer's entry " + entry.name());
                }
            }
            directories.finish();
            onTheWay.finish();
            Digest actual = hashing.digest();
            if (!actual.equals(diffId)) {
                throw new RefusedException(
                        RefusalCode.DIGEST_MISMATCH,
                        "unpack the layer " + diffId,
                        "its archive has the digest " + actual,
                        "export or fetch the image again; it was damaged or changed on its way");
            }
            return new Layer(
                    diffId, writer.fileBytes(), entries, List.copyOf(directories.implicit()), directories.opaqueRoot());
        }
    }
}
