package dev.gantry.server.distribution.protocol;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.repository.RepositoryName;
import java.util.UUID;

/** The addresses of the OCI distribution specification, as answers name them; the one who joins them. */
public final class Paths {
    /** Below it lies all that clients of registries ask for. */
    public static final String ROOT = "/v2";

    private Paths() {}

    public static String blob(RepositoryName name, Digest digest) {
        return ROOT + "/" + name + "/blobs/" + digest;
    }

    public static String upload(RepositoryName name, UUID id) {
        return ROOT + "/" + name + "/blobs/uploads/" + id;
    }

    public static String manifest(RepositoryName name, String reference) {
        return ROOT + "/" + name + "/manifests/" + reference;
    }

    public static String tags(RepositoryName name) {
        return ROOT + "/" + name + "/tags/list";
    }

    public static String referrers(RepositoryName name, Digest subject) {
        return ROOT + "/" + name + "/referrers/" + subject;
    }

    public static String catalog() {
        return ROOT + "/_catalog";
    }
}
