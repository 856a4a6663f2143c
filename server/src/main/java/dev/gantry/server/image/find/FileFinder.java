package dev.gantry.server.image.find;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.layer.FoundFiles;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks all hosts for a file and brings their answers together. */
@Component
class FileFinder {
    private static final Pattern SHA256 = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");
    /** The first search after an update may have to index what is there. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final int SHORTEST = 2;

    private final Hosts hosts;
    private final AgentLinks links;
    private final FoundPlaces places;
    private final JsonMapper json = ProtocolMapper.create();

    FileFinder(Hosts hosts, AgentLinks links, FoundPlaces places) {
        this.hosts = hosts;
        this.links = links;
        this.places = places;
    }

    private record Asked(HostView host, PendingRequest request) {}

    /** One file of one layer, whichever hosts told of it. */
    private record Key(String path, String diffId) {}

    private static final class Merged {
        private final FoundFiles.Found file;
        /** By image: its layer's number, and the hosts that have it. */
        private final Map<String, Map<UUID, Integer>> images = new TreeMap<>();

        Merged(FoundFiles.Found file) {
            this.file = file;
        }
    }

    /** @param q part of a path, how it begins, a pattern, or the SHA-256 of a file */
    FoundView find(String q, int limit) {
        String text = q.strip();
        if (text.replaceAll("[*?/]", "").length() < SHORTEST) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Find the files " + q,
                    "it names fewer than " + SHORTEST + " letters, and so nearly all files",
                    "Name more of the path, as in libssl, /etc/nginx or **/*.jar.",
                    Map.of("q", "names at least " + SHORTEST + " letters"));
        }
        var sum = SHA256.matcher(text);
        RequestBody wanted = sum.matches()
                ? new RequestBody.FindFiles("", "sha256:" + sum.group(1), limit)
                : new RequestBody.FindFiles(text, null, limit);
        List<FoundView.Unasked> unasked = new ArrayList<>();
        Map<Key, Merged> found = new LinkedHashMap<>();
        boolean more = false;
        for (Asked asked : ask(wanted, unasked)) {
            try {
                FoundFiles answer = read(asked);
                more |= answer.more();
                answer.files().forEach(file -> merge(found, asked.host(), file));
            } catch (ProblemException e) {
                unasked.add(new FoundView.Unasked(asked.host().name(), e.why()));
            }
        }
        List<Merged> all = new ArrayList<>(found.values());
        all.sort((a, b) -> a.file.path().compareTo(b.file.path()));
        return places.shown(
                all.stream()
                        .limit(limit)
                        .map(merged -> new FoundPlaces.Placed(merged.file, merged.images))
                        .toList(),
                more || all.size() > limit,
                unasked);
    }

    private List<Asked> ask(RequestBody wanted, List<FoundView.Unasked> unasked) {
        List<Asked> asked = new ArrayList<>();
        for (HostView host : hosts.all()) {
            try {
                if (!links.reaches(host.id())) {
                    unasked.add(new FoundView.Unasked(host.name(), "its agent is not connected"));
                } else {
                    asked.add(new Asked(host, links.request(host.id(), host.name(), wanted, progress -> {})));
                }
            } catch (ProblemException e) {
                unasked.add(new FoundView.Unasked(host.name(), e.why()));
            }
        }
        return asked;
    }

    private FoundFiles read(Asked asked) {
        String tried = "Find files on host " + asked.host().name();
        String document = asked.request().await(tried, ANSWER).document();
        try {
            return Objects.requireNonNull(json.readValue(Objects.requireNonNullElse(document, ""), FoundFiles.class));
        } catch (JacksonException | NullPointerException e) {
            throw new ProblemException(
                    ErrorCode.INTERNAL,
                    tried,
                    "the answer of its agent can't be read",
                    "See that the agent on the host has the server's version.",
                    Map.of(),
                    e);
        }
    }

    private static void merge(Map<Key, Merged> found, HostView host, FoundFiles.Found file) {
        Merged merged = found.computeIfAbsent(new Key(file.path(), file.diffId()), key -> new Merged(file));
        file.images()
                .forEach(place -> merged.images
                        .computeIfAbsent(place.image(), image -> new LinkedHashMap<>())
                        .put(host.id(), place.layer()));
    }
}
