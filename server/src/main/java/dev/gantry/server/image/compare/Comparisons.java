package dev.gantry.server.image.compare;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.stack.Comparison;
import dev.gantry.oci.stack.Difference;
import dev.gantry.oci.stack.Filter;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.stack.Stack;
import dev.gantry.oci.stack.Totals;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.image.layer.FileQuery;
import dev.gantry.server.image.source.ImageSource;
import dev.gantry.server.image.source.ImageSources;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.PageQuery;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares two images in the words of the API. */
@Component
class Comparisons {
    /** What is read of a file to compare its text; more is no text that anybody reads as a whole. */
    private static final int MOST_TEXT_BYTES = 512 << 10;

    private static final Set<Mark> CHANGES = Set.of(Mark.ADDED, Mark.MODIFIED, Mark.REMOVED);

    private final ImageSources sources;

    Comparisons(ImageSources sources) {
        this.sources = sources;
    }

    /** Two images with their layers read. */
    private record Both(
            ImageSource before,
            @Nullable Stack early,
            ImageSource after,
            @Nullable Stack late) {
        Comparison comparison() {
            return new Comparison(early, late);
        }
    }

    private Both both(String digest, String with) {
        ImageSource before = sources.find(digest);
        ImageSource after = sources.find(with);
        // The same layer must be the same object, so that what both have of it is not walked.
        Map<String, LayerIndex> known = new HashMap<>();
        return new Both(before, stack(before, known), after, stack(after, known));
    }

    private static @Nullable Stack stack(ImageSource image, Map<String, LayerIndex> known) {
        List<LayerIndex> indexes = new ArrayList<>(image.indexes());
        for (int i = 0; i < indexes.size(); i++) {
            LayerIndex index = indexes.get(i);
            indexes.set(i, known.computeIfAbsent(image.image().layers().get(i).diffId(), diffId -> index));
        }
        return indexes.isEmpty() ? null : new Stack(indexes);
    }

    ComparisonView describe(String digest, String with) {
        Both both = both(digest, with);
        Totals totals = both.comparison().totals();
        return new ComparisonView(
                side(both.before(), both.early(), both.after()),
                side(both.after(), both.late(), both.before()),
                totals.added(),
                totals.addedBytes(),
                totals.modified(),
                totals.modifiedBytes(),
                totals.removed(),
                totals.removedBytes(),
                ConfigDifference.between(both.before().image(), both.after().image()));
    }

    private static ComparisonView.Side side(ImageSource source, @Nullable Stack stack, ImageSource other) {
        ImageFact image = source.image();
        Totals shown = stack == null ? Totals.NONE : stack.totals();
        List<String> others =
                other.image().layers().stream().map(ImageFact.LayerFact::diffId).toList();
        List<ComparisonView.Layer> layers = new ArrayList<>();
        for (ImageFact.LayerFact layer : image.layers()) {
            int there = others.indexOf(layer.diffId());
            layers.add(new ComparisonView.Layer(
                    layers.size(), layer.diffId(), layer.sizeBytes(), layer.createdBy(), there < 0 ? null : there));
        }
        return new ComparisonView.Side(
                image.digest(),
                image.references(),
                source.place(),
                source.placeName(),
                image.os(),
                image.architecture(),
                image.createdAt(),
                shown.files(),
                shown.bytes(),
                layers);
    }

    ComparedFile.Page files(String digest, String with, FileQuery query) {
        PageQuery page = PageQuery.of("differing files", query.limit(), query.cursor());
        Comparison comparison = both(digest, with).comparison();
        Filter filter = new Filter(
                Objects.requireNonNullElse(query.q(), ""),
                query.kind() == null
                        ? Set.of()
                        : query.kind().stream()
                                .map(kind -> EntryKind.valueOf(kind.name()))
                                .collect(Collectors.toSet()),
                query.mark() == null || query.mark().isEmpty()
                        ? CHANGES
                        : query.mark().stream()
                                .map(mark -> Mark.valueOf(mark.name()))
                                .collect(Collectors.toSet()),
                Objects.requireNonNullElse(query.minBytes(), 0L));
        var path = PathText.parse(Objects.requireNonNullElse(query.path(), ""));
        var after = PathText.parse(Objects.requireNonNullElse(page.after(), ""));
        Optional<Comparison.Page> found = Boolean.TRUE.equals(query.below())
                ? comparison.below(path, after, filter, page.limit())
                : comparison.directory(path, after, filter, page.limit());
        Comparison.Page files = found.orElseGet(() -> {
            if (path.isEmpty()) {
                return new Comparison.Page(List.of(), false);
            }
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "List what differs in the directory " + query.path(),
                    "neither image has such a directory",
                    "Begin at the root, with an empty path.");
        });
        List<ComparedFile> items = files.items().stream().map(ComparedFile::of).toList();
        return new ComparedFile.Page(
                items, files.more() ? page.cursor(items.get(items.size() - 1).path()) : null);
    }

    ComparedFile file(String digest, String with, String path) {
        return ComparedFile.of(find(both(digest, with), path));
    }

    TextDifference text(String digest, String with, String path) {
        Both both = both(digest, with);
        Difference difference = find(both, path);
        long beforeBytes = bytes(difference.before());
        long afterBytes = bytes(difference.after());
        if (Math.max(beforeBytes, afterBytes) > MOST_TEXT_BYTES) {
            return new TextDifference(TextDifference.Kind.TOO_LARGE, beforeBytes, afterBytes, List.of());
        }
        return TextDifference.of(
                content(both.before(), difference.before(), path), content(both.after(), difference.after(), path));
    }

    private static Difference find(Both both, String path) {
        return both.comparison()
                .find(PathText.parse(path))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Compare the file " + path,
                        "neither image has it",
                        "Look at the list of what differs."));
    }

    private static long bytes(Optional<Difference.Side> side) {
        return side.filter(Comparisons::isFile).map(Difference.Side::size).orElse(0L);
    }

    private static boolean isFile(Difference.Side side) {
        return side.entry().kind() == EntryKind.FILE || side.entry().kind() == EntryKind.HARDLINK;
    }

    private static byte[] content(ImageSource image, Optional<Difference.Side> side, String path) {
        if (side.filter(Comparisons::isFile).isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = image.open(side.get().layer(), path, MOST_TEXT_BYTES)) {
            return in.readNBytes(MOST_TEXT_BYTES);
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE,
                    "Read the file " + path + " of image " + image.image().digest(),
                    "its bytes broke off: " + e.getMessage(),
                    "Try again; if it breaks again, look at the agent's log on the host.",
                    Map.of(),
                    e);
        }
    }
}
