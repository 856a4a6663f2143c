package dev.gantry.agent.reconcile;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.home.DurableFile;
import dev.gantry.protocol.ServerMessage.Assignments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The wishes on disk, so that a host that boots without its server knows what to run. */
final class WishStore {
    private static final Logger log = LoggerFactory.getLogger(WishStore.class);

    private final Path file;
    private final String hostId;
    private final JsonMapper json;

    WishStore(AgentHome home, String hostId, JsonMapper json) {
        this.file = home.assignments();
        this.hostId = hostId;
        this.json = json;
    }

    /**
     * @param hostId whom they were meant for: after a new join they are nobody's
     * @param adopted absent in files of older agents
     */
    private record Stored(
            String hostId,
            Assignments assignments,
            @Nullable Set<String> adopted) {}

    /** None when there are none, when they were for another host, and when the file is damaged: the server has them. */
    Wishes load() throws IOException {
        if (!Files.exists(file)) {
            return Wishes.NONE;
        }
        try {
            Stored stored = json.readValue(Files.readAllBytes(file), Stored.class);
            if (!hostId.equals(stored.hostId())) {
                return Wishes.NONE;
            }
            Set<String> adopted = stored.adopted();
            return new Wishes(0, Map.of(), adopted == null ? Set.of() : adopted)
                    .with(stored.assignments())
                    .orElse(Wishes.NONE);
        } catch (JacksonException | NullPointerException e) {
            log.warn("{} is damaged; containers stay as they are until the server tells the wishes again", file, e);
            return Wishes.NONE;
        }
    }

    void save(Wishes wishes) throws IOException {
        DurableFile.write(file, json.writeValueAsBytes(new Stored(hostId, wishes.asFullSet(), wishes.adopted())));
    }
}
