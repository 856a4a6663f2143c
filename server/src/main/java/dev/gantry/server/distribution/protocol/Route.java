package dev.gantry.server.distribution.protocol;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.TagName;
import java.util.UUID;

/**
 * What an address below /v2 means. Names have slashes, so addresses are read from their end; every part is checked
 * against its grammar before anybody uses it.
 */
public sealed interface Route {
    /** "end-1". */
    record Base() implements Route {}

    record Catalog() implements Route {}

    /** "end-2" and "end-10". */
    record Blob(RepositoryName name, Digest digest) implements Route {}

    /** "end-4a", "end-4b" and "end-11". */
    record Uploads(RepositoryName name) implements Route {}

    /** "end-5", "end-6", "end-13" and "end-14". */
    record Upload(RepositoryName name, UUID id) implements Route {}

    /** "end-3", "end-7" and "end-9" by tag. */
    record Tagged(RepositoryName name, TagName tag) implements Route {}

    /** "end-3", "end-7" and "end-9" by digest. */
    record Manifest(RepositoryName name, Digest digest) implements Route {}

    /** "end-8a" and "end-8b". */
    record Tags(RepositoryName name) implements Route {}

    /** "end-12a" and "end-12b". */
    record Referrers(RepositoryName name, Digest subject) implements Route {}

    /**
     * @param path decoded, with /v2 at its beginning
     * @throws DistributionException for an address that is none, or has a part that follows another grammar
     */
    static Route parse(String path) {
        String rest = path.substring(Paths.ROOT.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return new Base();
        }
        if (rest.equals("/_catalog")) {
            return new Catalog();
        }
        if (rest.endsWith("/blobs/uploads") || rest.endsWith("/blobs/uploads/")) {
            return new Uploads(name(rest.substring(0, rest.lastIndexOf("/blobs/uploads"))));
        }
        int last = rest.lastIndexOf('/');
        String end = rest.substring(last + 1);
        String front = rest.substring(0, last);
        if (front.endsWith("/blobs/uploads")) {
            return new Upload(name(front.substring(0, front.length() - "/blobs/uploads".length())), upload(end));
        }
        int before = front.lastIndexOf('/');
        String kind = front.substring(before + 1);
        String name = front.substring(0, Math.max(0, before));
        return switch (kind) {
            case "blobs" -> new Blob(name(name), digest(end));
            case "manifests" ->
                end.indexOf(':') >= 0 ? new Manifest(name(name), digest(end)) : new Tagged(name(name), tag(end));
            case "referrers" -> new Referrers(name(name), digest(end));
            case "tags" -> {
                if (!end.equals("list")) {
                    throw nothingHere(path);
                }
                yield new Tags(name(name));
            }
            default -> throw nothingHere(path);
        };
    }

    /** @throws DistributionException with DIGEST_INVALID */
    static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (RefusedException e) {
            throw new DistributionException(
                    DistributionCode.DIGEST_INVALID,
                    DistributionCode.DIGEST_INVALID.status(),
                    "a digest here is sha256: and 64 lower-case hex digits",
                    e);
        }
    }

    /** @param text with a slash before it */
    private static RepositoryName name(String text) {
        return RepositoryName.parse(text.isEmpty() ? "" : text.substring(1))
                .orElseThrow(() -> new DistributionException(
                        DistributionCode.NAME_INVALID,
                        "a repository's name is made of lower-case letters, digits and single separators (. _ -),"
                                + " in parts joined by slashes, with at most 255 characters"));
    }

    private static TagName tag(String text) {
        return TagName.parse(text)
                .orElseThrow(() -> new DistributionException(
                        DistributionCode.TAG_INVALID,
                        "a tag is 1 to 128 letters, digits, dots, hyphens and underscores, and begins with none of"
                                + " dot and hyphen"));
    }

    private static UUID upload(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw uploadUnknown(e);
        }
        throw uploadUnknown(null);
    }

    private static DistributionException uploadUnknown(@org.jspecify.annotations.Nullable Throwable cause) {
        return new DistributionException(
                DistributionCode.BLOB_UPLOAD_UNKNOWN,
                DistributionCode.BLOB_UPLOAD_UNKNOWN.status(),
                "this server gave no such address for an upload; begin one with POST",
                cause);
    }

    private static DistributionException nothingHere(String path) {
        return new DistributionException(
                DistributionCode.NAME_UNKNOWN,
                "there is nothing at " + (path.length() > 300 ? path.substring(0, 300) + "…" : path)
                        + "; see the OCI distribution specification for what is");
    }
}
