package dev.gantry.oci.archive;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes images of the lines of an index.json: lines of one digest are names of one image, and lines of one name, or all
 * without a name, are one image for several platforms as long as no platform repeats.
 */
final class ImageGroups {
    private final Map<Digest, Set<Reference>> names = new LinkedHashMap<>();
    private final Map<Digest, List<ArchivedImage.Variant>> variants = new LinkedHashMap<>();

    boolean has(Digest digest) {
        return names.containsKey(digest);
    }

    void add(Digest digest, Optional<Reference> name, List<ArchivedImage.Variant> found) {
        name.ifPresent(names.computeIfAbsent(digest, d -> new LinkedHashSet<>())::add);
        variants.computeIfAbsent(digest, d -> new ArrayList<>()).addAll(found);
    }

    List<ArchivedImage> images() {
        Map<Set<Reference>, List<Digest>> byNames = new LinkedHashMap<>();
        names.forEach((digest, set) ->
                byNames.computeIfAbsent(set, s -> new ArrayList<>()).add(digest));
        List<ArchivedImage> images = new ArrayList<>();
        byNames.forEach((set, digests) -> {
            List<ArchivedImage.Variant> all =
                    digests.stream().flatMap(d -> of(d).stream()).toList();
            if (platforms(all).size() == all.size()) {
                images.add(new ArchivedImage(List.copyOf(set), all));
            } else {
                digests.forEach(d -> images.add(new ArchivedImage(List.copyOf(set), of(d))));
            }
        });
        return images;
    }

    private List<ArchivedImage.Variant> of(Digest digest) {
        return variants.getOrDefault(digest, List.of());
    }

    private static Set<ImageConfig.Platform> platforms(List<ArchivedImage.Variant> all) {
        Set<ImageConfig.Platform> platforms = new LinkedHashSet<>();
        all.forEach(variant -> platforms.add(variant.platform()));
        return platforms;
    }
}
