package dev.gantry.agent.reconcile;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.home.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which generation of each wish the host's state answers: everything for it was done, or failed for good. Kept on disk
 * only so that a new agent does not report older generations than the one before; losing it costs no more than that.
 */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final Path file;
    private final JsonMapper json;
    private final Map<String, Long> generations = new TreeMap<>();
    private boolean dirty;

    Answers(AgentHome home, JsonMapper json) {
        this.file = home.answers();
        this.json = json;
    }

    synchronized void load() throws IOException {
        if (Files.exists(file)) {
            try {
                generations.putAll(json.readValue(Files.readAllBytes(file), new TypeReference<Map<String, Long>>() {}));
            } catch (JacksonException e) {
                log.warn("{} is damaged and is written anew", file, e);
            }
        }
    }

    /** Returns whether that is news. */
    synchronized boolean put(String id, long generation) {
        Long before = generations.put(id, generation);
        boolean news = before == null || before != generation;
        dirty |= news;
        return news;
    }

    synchronized void forget(String id) {
        dirty |= generations.remove(id) != null;
    }

    synchronized Map<String, Long> all() {
        return Map.copyOf(generations);
    }

    void save() throws IOException {
        byte[] content;
        synchronized (this) {
            if (!dirty) {
                return;
            }
            content = json.writeValueAsBytes(generations);
            dirty = false;
        }
        DurableFile.writeRelaxed(file, content);
    }
}
