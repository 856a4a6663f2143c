package dev.gantry.oci.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Locale;
import java.util.Optional;
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
    private static final int MAX_TEXT = MAX_NAME + 1 + 128 + 1 + 71;
    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final String LEGACY_REGISTRY = "index.docker.io";
    private static final String OFFICIAL = "library/";

    // Possessive throughout, so that no text makes them try twice.
    private static final Pattern REGISTRY = Pattern.compile("(?:[a-zA-Z0-9]++(?:-++[a-zA-Z0-9]++)*+"
            + "(?:\\.[a-zA-Z0-9]++(?:-++[a-zA-Z0-9]++)*+)*+|\\[[a-fA-F0-9:]++])(?::[0-9]++)?+");
    private static final Pattern REPOSITORY = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

    public Reference {
        String text = text(registry, repository, tag, digest);
        if (!REGISTRY.matcher(registry).matches()) {
            throw invalid(text, "\"" + shown(registry) + "\" is no host name with an optional port");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            throw invalid(
                    text, "a repository has lower-case letters, digits and single separators . _ __ - / between them");
        }
        if (registry.length() + 1 + repository.length() > MAX_NAME) {
            throw invalid(text, "the name is longer than " + MAX_NAME + " characters");
        }
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw invalid(text, "a tag has 1 to 128 letters, digits, _ . - and starts with none of . -");
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            throw invalid(text, "it has neither a tag nor a digest");
        }
    }

    /** @throws RefusedException with INVALID_ARGUMENT */
    @JsonCreator
    public static Reference parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw invalid(text, "it is longer than any name can be");
        }
        int at = text.indexOf('@');
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        Optional<String> tag = tagged ? Optional.of(rest.substring(colon + 1)) : Optional.empty();
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        String name = tagged ? rest.substring(0, colon) : rest;
        if (IMAGE_ID.matcher(name).matches()) {
            throw invalid(text, "64 hex digits are the id of an image, not a name");
        }
        int slash = name.indexOf('/');
        boolean hasRegistry = slash >= 0 && isRegistry(name.substring(0, slash));
        String registry = hasRegistry ? name.substring(0, slash) : DEFAULT_REGISTRY;
        String repository = hasRegistry ? name.substring(slash + 1) : name;
        if (registry.equals(LEGACY_REGISTRY)) {
            registry = DEFAULT_REGISTRY;
        }
        if (registry.equals(DEFAULT_REGISTRY) && repository.indexOf('/') < 0) {
            repository = OFFICIAL + repository;
        }
        return new Reference(registry, repository, tag, digest);
    }

    /** As Docker tells a host from the first part of a repository: by a dot, a port, a capital letter or its name. */
    private static boolean isRegistry(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.toLowerCase(Locale.ROOT).equals(first);
    }

    /** As people write it: without Docker's defaults, where {@link #parse} puts them back. */
    public String familiar() {
        if (!registry.equals(DEFAULT_REGISTRY)) {
            return toString();
        }
        String name = repository;
        if (name.startsWith(OFFICIAL) && name.indexOf('/', OFFICIAL.length()) < 0) {
            name = name.substring(OFFICIAL.length());
        }
        int slash = name.indexOf('/');
        boolean misleads = IMAGE_ID.matcher(name).matches() || (slash >= 0 && isRegistry(name.substring(0, slash)));
        return misleads ? toString() : name + suffix(tag, digest);
    }

    @JsonValue
    @Override
    public String toString() {
        return text(registry, repository, tag, digest);
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }

    private static String text(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
        return registry + "/" + repository + suffix(tag, digest);
    }

    private static String suffix(Optional<String> tag, Optional<Digest> digest) {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }

    private static RefusedException invalid(String text, String why) {
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "read the image name \"" + shown(text) + "\"",
                why,
                "write it as in nginx:1.27 or registry.example.com/team/app:2.0");
    }
}
