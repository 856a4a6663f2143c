package dev.gantry.server.distribution.protocol;

/** Names of headers that only the distribution specification has, or Docker before it. */
public final class Headers {
    public static final String CONTENT_DIGEST = "Docker-Content-Digest";
    public static final String API_VERSION = "Docker-Distribution-Api-Version";
    public static final String UPLOAD_ID = "Docker-Upload-UUID";
    public static final String SUBJECT = "OCI-Subject";
    public static final String FILTERS_APPLIED = "OCI-Filters-Applied";

    private Headers() {}
}
