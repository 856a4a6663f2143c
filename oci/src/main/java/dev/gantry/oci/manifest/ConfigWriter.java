package dev.gantry.oci.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@link ImageConfig} as JSON, keys in the order of the specification's example. */
final class ConfigWriter {
    private ConfigWriter() {}

    static byte[] write(ImageConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        config.created().ifPresent(time -> json.put("created", time.toString()));
        json.putAll(platform(config.platform()));
        json.put("config", process(config.process()));
        Map<String, Object> rootfs = new LinkedHashMap<>();
        rootfs.put("type", "layers");
        rootfs.put("diff_ids", config.diffIds().stream().map(Object::toString).toList());
        json.put("rootfs", rootfs);
        List<Object> history = new ArrayList<>();
        for (ImageConfig.History step : config.history()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            step.created().ifPresent(time -> entry.put("created", time.toString()));
            step.createdBy().ifPresent(by -> entry.put("created_by", by));
            if (step.emptyLayer()) {
                entry.put("empty_layer", true);
            }
            history.add(entry);
        }
        if (!history.isEmpty()) {
            json.put("history", history);
        }
        return Json.MAPPER.writeValueAsBytes(json);
    }

    static Map<String, Object> platform(ImageConfig.Platform platform) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architecture", platform.architecture());
        json.put("os", platform.os());
        platform.osVersion().ifPresent(v -> json.put("os.version", v));
        platform.variant().ifPresent(v -> json.put("variant", v));
        return json;
    }

    private static Map<String, Object> process(ImageConfig.Process process) {
        Map<String, Object> json = new LinkedHashMap<>();
        process.user().ifPresent(u -> json.put("User", u));
        if (!process.exposedPorts().isEmpty()) {
            Map<String, Object> ports = new LinkedHashMap<>();
            process.exposedPorts().forEach(port -> ports.put(port, Map.of()));
            json.put("ExposedPorts", ports);
        }
        putUnlessEmpty(json, "Env", process.env());
        putUnlessEmpty(json, "Entrypoint", process.entrypoint());
        putUnlessEmpty(json, "Cmd", process.command());
        process.workingDir().ifPresent(dir -> json.put("WorkingDir", dir));
        if (!process.labels().isEmpty()) {
            json.put("Labels", new TreeMap<>(process.labels()));
        }
        process.stopSignal().ifPresent(signal -> json.put("StopSignal", signal));
        return json;
    }

    private static void putUnlessEmpty(Map<String, Object> json, String key, List<String> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }
}
