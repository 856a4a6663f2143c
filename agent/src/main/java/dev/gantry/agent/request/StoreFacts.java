package dev.gantry.agent.request;

import dev.gantry.engine.DiskUsage;
import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.prune.Verdict;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.usage.ImageUse;
import dev.gantry.engine.image.usage.StoreUse;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.image.DiskFact;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.PrunePlanFact;
import dev.gantry.protocol.image.SeenImage;
import java.util.List;

/** The disk of a host's images in the server's words. */
final class StoreFacts {
    private StoreFacts() {}

    static PrunePlanFact of(PrunePlan plan) {
        return new PrunePlanFact(plan.entries().stream().map(StoreFacts::entry).toList(), plan.freedBytes());
    }

    private static PrunePlanFact.Entry entry(PrunePlan.Entry entry) {
        Verdict verdict = entry.verdict();
        Image image = verdict.of().image();
        return new PrunePlanFact.Entry(
                image.digest().toString(),
                words(image.names()),
                verdict.goes(),
                verdict.reason().name(),
                verdict.why(),
                verdict.of().arrived().toString(),
                entry.sizeBytes(),
                entry.uniqueBytes());
    }

    static PruneFact of(PruneResult result) {
        return new PruneFact(
                result.removed().stream().map(StoreFacts::seen).toList(),
                result.skipped().stream()
                        .map(skipped -> new PruneFact.Skipped(
                                skipped.seen().digest().toString(),
                                words(skipped.seen().names()),
                                skipped.why()))
                        .toList(),
                result.freedBytes());
    }

    private static SeenImage seen(PruneSeen seen) {
        return new SeenImage(seen.digest().toString(), words(seen.names()));
    }

    static DiskFact of(DiskUsage usage) {
        StoreUse store = usage.store();
        return new DiskFact(
                usage.totalBytes(),
                store.contentBytes(),
                store.layerBytes(),
                store.recordBytes(),
                store.arrivingBytes(),
                usage.containerBytes(),
                store.otherBytes(),
                store.reclaimableBytes(),
                store.unneededBytes(),
                store.images().stream().map(StoreFacts::image).toList(),
                store.layers().stream()
                        .map(layer -> new DiskFact.LayerUse(
                                layer.diffId().toString(),
                                layer.layerBytes(),
                                layer.contentBytes(),
                                digests(layer.images())))
                        .toList(),
                usage.containers().stream()
                        .map(own -> new DiskFact.ContainerUse(own.id(), own.name(), own.bytes()))
                        .toList());
    }

    private static DiskFact.ImageUse image(ImageUse use) {
        return new DiskFact.ImageUse(
                use.image().digest().toString(),
                words(use.image().names()),
                use.usedBy(),
                use.sizeBytes(),
                use.uniqueBytes(),
                use.reclaimableBytes(),
                use.image().layers().stream()
                        .map(layer -> layer.diffId().toString())
                        .toList(),
                use.sharedWith().stream()
                        .map(share -> new DiskFact.Share(share.image().toString(), share.bytes()))
                        .toList());
    }

    private static List<String> digests(List<Digest> digests) {
        return digests.stream().map(Digest::toString).toList();
    }

    private static List<String> words(List<Reference> names) {
        return names.stream().map(Reference::toString).toList();
    }
}
