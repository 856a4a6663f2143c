package dev.gantry.oci.archive;

import dev.gantry.oci.tar.TarLimits;
import java.io.IOException;

/** A file that images came in, recognised by what is in it. */
public sealed interface ImageArchive permits OciLayout, DockerArchive, RootFileSystem {

    /**
     * Looks at all members once and reads the descriptions of the images; layers are read later, by {@link
     * ArchivedLayer#open}, while the source is open.
     *
     * @param source not compressed
     * @throws dev.gantry.oci.refusal.RefusedException IMAGE_FORMAT_UNKNOWN when it is no such archive, IMAGE_INVALID,
     *     DIGEST_MISMATCH, ARCHIVE_TRUNCATED, ARCHIVE_INVALID or LIMIT_EXCEEDED when it is a bad one
     */
    static ImageArchive open(SeekableSource source, TarLimits limits) throws IOException {
        Recognition.refuseUnlessTar(source);
        MemberIndex members = MemberIndex.scan(source, limits);
        if (members.has(LayoutNames.MARKER) && members.has(LayoutNames.INDEX)) {
            return new OciLayout(new OciLayoutReader(members).read());
        }
        if (members.has(LayoutNames.DOCKER_MANIFEST)) {
            return new DockerArchive(new DockerArchiveReader(members).read());
        }
        if (members.looksLikeRootFileSystem()) {
            return new RootFileSystem(source, members.count());
        }
        throw Recognition.unrelated(members);
    }
}
