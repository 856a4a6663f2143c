package dev.gantry.server.image.assemble;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.stack.Conflicts;
import dev.gantry.oci.stack.Filter;
import dev.gantry.oci.stack.Listing;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.stack.Stack;
import dev.gantry.oci.stack.Totals;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.ChosenLayer;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.image.ImageQueries;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.image.layer.FileList;
import dev.gantry.server.image.layer.FileQuery;
import dev.gantry.server.image.source.ImageSource;
import dev.gantry.server.image.source.ImageSources;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.PageQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks through layers that somebody put upon each other, and has a host make an image of them. */
@Component
class Assemblies {
    private static final int MOST_CONFLICTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ImageSources sources;
    private final ImageQueries images;
    private final ImageFacts facts;
    private final AgentLinks links;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Assemblies(
            ImageSources sources,
            ImageQueries images,
            ImageFacts facts,
            AgentLinks links,
            AuditLog audit,
            TransactionTemplate transaction) {
        this.sources = sources;
        this.images = images;
        this.facts = facts;
        this.links = links;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** The chosen layers with what is known of each. */
    private record Chosen(List<ChosenLayer> layers, List<ImageFact> images, List<LayerIndex> indexes) {
        Stack stack(int upTo) {
            return new Stack(indexes.subList(0, upTo + 1));
        }

        ImageFact.LayerFact fact(int number) {
            return images.get(number).layers().get(layers.get(number).layer());
        }

        /** Whether both stand in one image in this order, and so the higher one knew of the lower one. */
        boolean isMadeUpon(int lower, int higher) {
            return images.stream().anyMatch(image -> {
                List<String> diffIds =
                        image.layers().stream().map(ImageFact.LayerFact::diffId).toList();
                int below = diffIds.indexOf(fact(lower).diffId());
                return below >= 0 && below < diffIds.lastIndexOf(fact(higher).diffId());
            });
        }
    }

    private Chosen chosen(List<ChosenLayer> layers) {
        Map<String, ImageSource> known = new HashMap<>();
        Map<String, List<LayerIndex>> read = new HashMap<>();
        List<ImageFact> of = new ArrayList<>();
        List<LayerIndex> indexes = new ArrayList<>();
        for (ChosenLayer layer : layers) {
            ImageSource source = known.computeIfAbsent(layer.image(), sources::find);
            List<LayerIndex> all = read.computeIfAbsent(layer.image(), digest -> source.indexes());
            if (layer.layer() >= all.size()) {
                throw ChosenLayers.invalid(
                        "image " + layer.image() + " has " + all.size() + " layers and no layer " + layer.layer());
            }
            of.add(source.image());
            indexes.add(all.get(layer.layer()));
        }
        return new Chosen(layers, of, indexes);
    }

    AssemblyView preview(List<ChosenLayer> layers) {
        Chosen chosen = chosen(layers);
        Stack all = chosen.stack(layers.size() - 1);
        Totals shown = all.totals();
        Conflicts conflicts = Conflicts.of(all, chosen::isMadeUpon, MOST_CONFLICTS);
        List<AssemblyView.Layer> views = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            views.add(view(chosen, i));
        }
        return new AssemblyView(
                views,
                shown.files(),
                shown.bytes(),
                conflicts.count(),
                conflicts.conflicts().stream()
                        .map(one -> new AssemblyView.Conflict(
                                PathText.of(one.path()), one.kind(), one.lower(), one.higher(), one.files()))
                        .toList(),
                hosts(ChosenLayers.images(layers)));
    }

    private static AssemblyView.Layer view(Chosen chosen, int number) {
        ImageFact image = chosen.images().get(number);
        Totals totals = chosen.stack(number).totals();
        return new AssemblyView.Layer(
                number,
                image.digest(),
                image.references().isEmpty() ? null : image.references().get(0),
                chosen.layers().get(number).layer(),
                chosen.fact(number).diffId(),
                chosen.fact(number).sizeBytes(),
                chosen.fact(number).createdBy(),
                totals.added(),
                totals.modified(),
                totals.removed());
    }

    /** What the layers up to one of them show. */
    FileList files(List<ChosenLayer> layers, int number, FileQuery query) {
        if (number < 0 || number >= layers.size()) {
            throw ChosenLayers.invalid("there is no layer " + number + " among " + layers.size());
        }
        PageQuery page = PageQuery.of("files of chosen layers", query.limit(), query.cursor());
        Filter filter = new Filter(
                Objects.requireNonNullElse(query.q(), ""),
                query.kind() == null
                        ? Set.of()
                        : query.kind().stream()
                                .map(kind -> EntryKind.valueOf(kind.name()))
                                .collect(Collectors.toSet()),
                query.mark() == null
                        ? Set.of()
                        : query.mark().stream()
                                .map(mark -> Mark.valueOf(mark.name()))
                                .collect(Collectors.toSet()),
                Objects.requireNonNullElse(query.minBytes(), 0L));
        Listing listing = new Listing(chosen(layers).stack(number), filter, page.limit());
        ByteName path = PathText.parse(Objects.requireNonNullElse(query.path(), ""));
        ByteName after = PathText.parse(Objects.requireNonNullElse(page.after(), ""));
        Listing.Page found = (Boolean.TRUE.equals(query.below())
                        ? listing.below(path, after)
                        : listing.directory(path, after))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.INVALID_ARGUMENT,
                        "List the directory " + query.path(),
                        "none of these layers has it",
                        "Begin at the root, with an empty path."));
        return AssembledFiles.of(found, page);
    }

    /** Answers the new image. */
    ImageView make(List<ChosenLayer> layers, String configOf, String reference, @Nullable UUID hostId) {
        Reference name = name(reference);
        String tried = "Make the image " + name.familiar();
        ImageView.HostRef host = hosts(ChosenLayers.images(layers, configOf)).stream()
                .filter(each -> hostId == null || each.id().equals(hostId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NO_HOST_FITS,
                        tried,
                        hostId == null
                                ? "no connected host has all of these images"
                                : "this host is not connected, or does not have all of these images",
                        "Pull the images that are missing to one host first."));
        RequestBody wanted = new RequestBody.AssembleImage(name.toString(), layers, configOf);
        ImageFact made = Objects.requireNonNull(
                links.request(host.id(), host.name(), wanted, progress -> {})
                        .await(tried, PATIENCE)
                        .image(),
                "an agent that made an image shows it");
        facts.add(host.id(), made);
        Map<String, Object> after = Map.of(
                "host",
                host.name(),
                "layers",
                layers.stream().map(each -> each.image() + "@" + each.layer()).toList(),
                "configOf",
                configOf);
        transaction.executeWithoutResult(
                status -> audit.record("image.assemble", "image", made.digest(), name.toString(), null, after));
        return images.find(made.digest()).orElseThrow(() -> ImageQueries.notFound(made.digest()));
    }

    private List<ImageView.HostRef> hosts(List<String> digests) {
        List<ImageView.HostRef> all = null;
        for (String digest : digests) {
            List<ImageView.HostRef> having =
                    images.find(digest).map(ImageView::hosts).orElse(List.of());
            all = all == null ? having : all.stream().filter(having::contains).toList();
        }
        return all == null
                ? List.of()
                : all.stream().filter(host -> links.reaches(host.id())).toList();
    }

    private static Reference name(String reference) {
        try {
            Reference name = Reference.parse(reference);
            if (name.tag().isPresent() && name.digest().isEmpty()) {
                return name;
            }
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        }
        throw new ProblemException(
                ErrorCode.VALIDATION_FAILED,
                "Make an image",
                "a name that leads to an image has a tag and no digest",
                "Write it as in team/app:2.0.",
                Map.of("reference", "must be a name with a tag, as in team/app:2.0"));
    }
}
