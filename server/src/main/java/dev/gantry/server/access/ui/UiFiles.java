package dev.gantry.server.access.ui;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.stereotype.Component;

/** The built UI, kept in memory once asked for. A name is looked up as it is: there is nothing to climb out of. */
@Component
public class UiFiles {
    private static final String ROOT = "static";
    private static final Set<String> RESERVED = Set.of(
            "api", "agent", "v2", "v3", "metrics", "livez", "readyz", "version", "error", "actuator", "swagger-ui");
    private static final int MOST_NAME = 200;

    private final Map<String, File> read = new ConcurrentHashMap<>();

    /** Whether the path belongs to the server's own routes and never to the UI. */
    static boolean isReserved(String path) {
        int end = path.indexOf('/', 1);
        return RESERVED.contains(path.substring(1, end < 0 ? path.length() : end));
    }

    @Nullable
    File find(String path) {
        if (path.length() > MOST_NAME || path.endsWith("/") || path.contains("..")) {
            return null;
        }
        File known = read.get(path);
        if (known != null) {
            return known;
        }
        ClassPathResource resource = new ClassPathResource(ROOT + path);
        if (!resource.isReadable()) {
            return null;
        }
        try {
            MediaType type = MediaTypeFactory.getMediaType(path).orElse(MediaType.APPLICATION_OCTET_STREAM);
            File file = new File(resource.getContentAsByteArray(), text(type));
            read.put(path, file);
            return file;
        } catch (IOException e) {
            return null;
        }
    }

    private static String text(MediaType type) {
        boolean text = type.getType().equals("text") || type.getSubtype().contains("javascript");
        return text ? type + ";charset=UTF-8" : type.toString();
    }

    record File(byte[] content, String type) {}
}
