package dev.gantry.server.image.source;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.image.ImageView;
import dev.gantry.server.image.layer.LayerAsk;
import dev.gantry.server.image.layer.LayersOf;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image's layers on a host; indexes that are not here yet come in one stream. */
final class HostLayers implements ImageSource {
    private static final int CHUNK = 64 << 10;

    private final ImageView.HostRef host;
    private final ImageFact image;
    private final LayerAsk ask;
    private final IndexCache cache;
    private final long mostBytes;

    /** @param mostBytes of one index */
    HostLayers(ImageView.HostRef host, ImageFact image, LayerAsk ask, IndexCache cache, long mostBytes) {
        this.host = host;
        this.image = image;
        this.ask = ask;
        this.cache = cache;
        this.mostBytes = mostBytes;
    }

    @Override
    public Place place() {
        return Place.HOST;
    }

    @Override
    public String placeName() {
        return host.name();
    }

    @Override
    public ImageFact image() {
        return image;
    }

    @Override
    public List<LayerIndex> indexes() {
        List<Digest> diffIds = image.layers().stream()
                .map(layer -> Digest.parse(layer.diffId()))
                .toList();
        List<Optional<LayerIndex>> found = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        for (Digest diffId : diffIds) {
            Optional<LayerIndex> kept = cache.find(host.id().toString(), diffId);
            if (kept.isEmpty()) {
                missing.add(found.size());
            }
            found.add(kept);
        }
        if (!missing.isEmpty()) {
            fetch(missing, diffIds, found);
        }
        return found.stream().map(Optional::orElseThrow).toList();
    }

    private void fetch(List<Integer> missing, List<Digest> diffIds, List<Optional<LayerIndex>> found) {
        String tried = "Look into image " + image.digest();
        try (LayerAsk.Open open =
                ask.open(host, tried, streamId -> new RequestBody.ReadIndexes(image.digest(), missing, streamId))) {
            DataInputStream in = new DataInputStream(open.stream().input());
            for (int layer : missing) {
                long length = in.readLong();
                found.set(
                        layer,
                        Optional.of(cache.put(
                                host.id().toString(), diffIds.get(layer), target -> copy(in, length, target))));
            }
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE,
                    tried,
                    "the stream of host " + host.name() + " broke off",
                    "Try again; if it breaks again, look at the agent's log on the host.",
                    Map.of(),
                    e);
        }
    }

    private void copy(InputStream in, long length, Path target) throws IOException {
        if (length < 0 || length > mostBytes) {
            throw new ProblemException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "Look into image " + image.digest(),
                    "the index of a layer takes " + length + " bytes and may take " + mostBytes,
                    "Raise gantry.layer.index-size, or look at the image's own page, which asks the host.");
        }
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            byte[] chunk = new byte[CHUNK];
            long left = length;
            while (left > 0) {
                int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (count < 0) {
                    throw new IOException("the index ends " + left + " bytes early");
                }
                out.write(chunk, 0, count);
                left -= count;
            }
        }
    }

    @Override
    public InputStream open(int layer, String path, long length) {
        LayerAsk.Open open = ask.open(LayersOf.image(image.digest()), layer, path, 0, length);
        return new FilterInputStream(open.stream().input()) {
            @Override
            public void close() {
                open.close();
            }
        };
    }
}
