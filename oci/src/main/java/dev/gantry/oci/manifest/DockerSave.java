package dev.gantry.oci.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One image in the manifest.json of a {@code docker save} archive.
 *
 * @param config name of a member
 * @param repoTags names of the image
 * @param layers names of members, from the lowest to the highest
 */
public record DockerSave(String config, List<String> repoTags, List<String> layers) {
    private static final int MAX = 1000;

    /** @throws dev.gantry.oci.refusal.RefusedException with IMAGE_INVALID */
    public static List<DockerSave> parse(byte[] manifestJson) {
        return Json.parseList(manifestJson, "manifest.json", MAX, Set.of("Config", "RepoTags", "Layers")).stream()
                .map(json -> new DockerSave(
                        json.needText("Config", 255),
                        json.texts("RepoTags", MAX, 1000),
                        json.texts("Layers", Manifest.MAX_LAYERS, 255)))
                .toList();
    }

    /** Writes manifest.json; equal arguments make equal bytes. */
    public static byte[] write(List<DockerSave> images) {
        return Json.MAPPER.writeValueAsBytes(images.stream()
                .map(image -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("Config", image.config());
                    json.put("RepoTags", image.repoTags());
                    json.put("Layers", image.layers());
                    return json;
                })
                .toList());
    }
}
