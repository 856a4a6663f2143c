package dev.gantry.agent.request;

import dev.gantry.engine.Engine;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.image.NeededImage;
import dev.gantry.protocol.image.SeenImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** How requests about the disk of a host's images are done. */
final class StoreWorks {
    private final Engine engine;
    private final JsonMapper json;

    StoreWorks(Engine engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    Answer preview(PreviewPrune work) {
        return document(StoreFacts.of(engine.previewPrune(rules(work.rules()), needed(work.needed()))));
    }

    Answer prune(PruneImages work, Task task) {
        List<PruneSeen> seen = work.seen().stream().map(StoreWorks::seen).toList();
        PruneResult result = engine.pruneImages(
                rules(work.rules()), seen, needed(work.needed()), new ProgressReport(task, System::nanoTime));
        return document(StoreFacts.of(result));
    }

    Answer measure() {
        return document(StoreFacts.of(engine.diskUsage()));
    }

    private Answer document(Object fact) {
        return new Answer(null, json.writeValueAsString(fact));
    }

    private static PruneRules rules(dev.gantry.protocol.image.PruneRules told) {
        Set<Digest> spared = told.spared().stream().map(Digest::parse).collect(Collectors.toSet());
        return new PruneRules(
                told.unnamedOnly(),
                Optional.ofNullable(told.olderThanSeconds()).map(Duration::ofSeconds),
                Optional.ofNullable(told.keepNewest()),
                Optional.ofNullable(told.pattern()),
                spared);
    }

    private static Map<Digest, List<String>> needed(List<NeededImage> told) {
        Map<Digest, List<String>> needed = new HashMap<>();
        told.forEach(image -> needed.computeIfAbsent(Digest.parse(image.digest()), d -> new ArrayList<>())
                .addAll(image.by()));
        return needed;
    }

    private static PruneSeen seen(SeenImage told) {
        return new PruneSeen(
                Digest.parse(told.digest()),
                told.references().stream().map(Reference::parse).toList());
    }
}
