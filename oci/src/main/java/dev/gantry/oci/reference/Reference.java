package dev.gantry.oci.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image, {@code registry/repository[:tag][@digest]}, in the grammar of the distribution project's
 * {@code reference} package with Docker's defaults: {@code nginx} is {@code docker.io/library/nginx:latest}.
 *
 * @param tag empty only when there is a digest
 */
public record Reference(String registry, String repository, Optional<String> tag, Optional<Digest> digest)
        implements Comparable<Reference> {
    private static final int MAX_NAME = 255;
    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final Pattern REGISTRY = Pattern.compile(
            "(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PARTS =
            Pattern.compile("([^@:]*(?::[0-9]+(?=/)[^@:]*)?|\\[[^\\]]*](?::[0-9]+)?/[^@:]*)(?::([^@/]*))?(?:@(.*))?");

    @JsonCreator
    public static Reference parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (text.length() > MAX_NAME + 200 || !parts.matches()) {
            throw invalid(text, "it does not look like name[:tag][@digest]");
        }
        String name = parts.group(1);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = hasRegistry ? first : DEFAULT_REGISTRY;
        String repository = hasRegistry ? name.substring(slash + 1) : name;
        if (registry.equals(DEFAULT_REGISTRY) && !repository.contains("/")) {
            repository = "library/" + repository;
        }
        if (registry.equals("index.docker.io")) {
            registry = DEFAULT_REGISTRY;
        }
        Optional<Digest> digest = Optional.ofNullable(parts.group(3)).map(Digest::parse);
        Optional<String> tag = Optional.ofNullable(parts.group(2));
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        check(text, registry, repository, tag);
        return new Reference(registry, repository, tag, digest);
    }

    private static void check(String text, String registry, String repository, Optional<String> tag) {
        if (!REGISTRY.matcher(registry).matches()) {
            throw invalid(text, "\"" + registry + "\" is no host name with an optional port");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            throw invalid(
                    text, "a repository has lower-case letters, digits and single separators . _ __ - / between them");
        }
        if (registry.length() + 1 + repository.length() > MAX_NAME) {
            throw invalid(text, "the name is longer than " + MAX_NAME + " characters");
        }
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw invalid(text, "a tag has at most 128 letters, digits, _ . - and starts with none of . -");
        }
    }

    /** As people write it: without Docker's defaults. */
    public String familiar() {
        String text = toString();
        if (text.startsWith(DEFAULT_REGISTRY + "/library/")) {
            return text.substring(DEFAULT_REGISTRY.length() + "/library/".length());
        }
        return text.startsWith(DEFAULT_REGISTRY + "/") ? text.substring(DEFAULT_REGISTRY.length() + 1) : text;
    }

    @JsonValue
    @Override
    public String toString() {
        return registry + "/" + repository + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }

    private static RefusedException invalid(String text, String why) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "read the image name \"" + shown + "\"",
                why,
                "write it as in nginx:1.27 or registry.example.com/team/app:2.0");
    }
}
