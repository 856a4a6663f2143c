package dev.gantry.oci.archive;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.DockerSave;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.RawDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code docker save} and {@code podman save} write, of old and of new. */
final class DockerArchiveReader {
    /** A name that promises the digest of its content. */
    private static final Pattern NAMED_BY_DIGEST =
            Pattern.compile("(?:blobs/sha256/([a-f0-9]{64})|([a-f0-9]{64})\\.json)");

    private final MemberIndex members;

    DockerArchiveReader(MemberIndex members) {
        this.members = members;
    }

    List<ArchivedImage> read() throws IOException {
        List<DockerSave> entries =
                DockerSave.parse(members.read(LayoutNames.DOCKER_MANIFEST, ManifestDocument.MAX_BYTES));
        if (entries.isEmpty()) {
            throw invalid("its manifest.json lists no image");
        }
        List<ArchivedImage> images = new ArrayList<>();
        for (DockerSave entry : entries) {
            List<Reference> names =
                    entry.repoTags().stream().map(DockerArchiveReader::name).toList();
            images.add(new ArchivedImage(names, List.of(variant(entry))));
        }
        return images;
    }

    private ArchivedImage.Variant variant(DockerSave entry) throws IOException {
        RawDocument config = new RawDocument(members.read(entry.config(), ManifestDocument.MAX_BYTES));
        Optional<Digest> promised = promised(entry.config());
        if (promised.isPresent() && !promised.get().equals(config.digest())) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.DIGEST_MISMATCH, "the config " + entry.config() + " has the digest " + config.digest());
        }
        ImageConfig parsed = ImageConfig.parse(config.bytes());
        if (parsed.diffIds().size() != entry.layers().size()) {
            throw invalid("its manifest.json lists " + entry.layers().size() + " layers and the config "
                    + parsed.diffIds().size());
        }
        List<ArchivedLayer> layers = new ArrayList<>();
        for (int i = 0; i < entry.layers().size(); i++) {
            String name = entry.layers().get(i);
            long size = members.size(name).orElseThrow(() -> members.missing(name));
            layers.add(new ArchivedLayer(
                    members, name, size, promised(name), parsed.diffIds().get(i)));
        }
        return new ArchivedImage.Variant(Optional.empty(), config, parsed, layers);
    }

    private static Optional<Digest> promised(String name) {
        Matcher matcher = NAMED_BY_DIGEST.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Digest(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
    }

    private static Reference name(String text) {
        try {
            return Reference.parse(text);
        } catch (RefusedException e) {
            throw invalid("its manifest.json names an image \"" + ArchiveRefusals.shown(text) + "\", and "
                    + e.refusal().why());
        }
    }

    private static RefusedException invalid(String why) {
        return ArchiveRefusals.invalid(RefusalCode.IMAGE_INVALID, why);
    }
}
