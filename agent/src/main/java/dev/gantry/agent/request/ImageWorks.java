package dev.gantry.agent.request;

import dev.gantry.agent.link.ByteStream;
import dev.gantry.agent.report.ImageFacts;
import dev.gantry.engine.Engine;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.AssembleImage;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.RequestBody.PushImage;
import dev.gantry.protocol.RequestBody.RemoveImage;
import dev.gantry.protocol.RequestBody.SaveImages;
import dev.gantry.protocol.RequestBody.TagImage;
import dev.gantry.protocol.RequestBody.UntagImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How requests about images are done that change or move them. */
final class ImageWorks {
    private final Engine engine;
    private final Accesses accesses;

    ImageWorks(Engine engine, Accesses accesses) {
        this.engine = engine;
        this.accesses = accesses;
    }

    /** @return null for what is about something else */
    @Nullable
    Answer perform(RequestBody body, Task task) throws IOException, InterruptedException {
        if (body instanceof ImportImage work) {
            return importImage(work, task);
        }
        if (body instanceof PullImage work) {
            return pullImage(work, task);
        }
        if (body instanceof PushImage work) {
            engine.pushImage(
                    work.image(), Reference.parse(work.reference()), accesses.of(work.endpoints()), progress(task));
            return Answer.DONE;
        }
        if (body instanceof RemoveImage work) {
            engine.removeImage(work.image(), work.force());
            return Answer.DONE;
        }
        if (body instanceof TagImage work) {
            return new Answer(ImageFacts.of(engine.tagImage(work.image(), Reference.parse(work.reference()))), null);
        }
        if (body instanceof AssembleImage work) {
            return assembleImage(work);
        }
        if (body instanceof UntagImage work) {
            engine.untagImage(Reference.parse(work.reference()));
            return Answer.DONE;
        }
        if (body instanceof SaveImages work) {
            return saveImages(work, task);
        }
        return null;
    }

    private Answer pullImage(PullImage work, Task task) {
        Image pulled = engine.pullImage(
                Reference.parse(work.reference()),
                accesses.of(work.endpoints()),
                Optional.ofNullable(work.platform()).map(PlatformChoice::parse),
                progress(task));
        return new Answer(ImageFacts.of(pulled), null);
    }

    private Answer importImage(ImportImage work, Task task) throws IOException, InterruptedException {
        String text = work.reference();
        @Nullable Reference name = text == null ? null : Reference.parse(text);
        ByteStream stream = task.dial(work.streamId(), false);
        List<Image> images = engine.importImage(stream.in(), name, progress(task));
        return new Answer(ImageFacts.of(images.get(0)), null);
    }

    private Answer assembleImage(AssembleImage work) {
        List<Assembly.Choice> chosen = work.layers().stream()
                .map(layer -> new Assembly.Choice(Digest.parse(layer.image()), layer.layer()))
                .toList();
        Image made = engine.assembleImage(Reference.parse(work.reference()), chosen, Digest.parse(work.configOf()));
        return new Answer(ImageFacts.of(made), null);
    }

    private Answer saveImages(SaveImages work, Task task) throws IOException, InterruptedException {
        for (String image : work.images()) {
            if (engine.image(image).isEmpty()) {
                throw new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND,
                        "save the image " + image,
                        "this host has no such image",
                        "look it up on the page Images");
            }
        }
        ByteStream stream = task.dial(work.streamId(), true);
        engine.saveImages(work.images(), stream.out());
        stream.close();
        return Answer.DONE;
    }

    private static ImportProgress progress(Task task) {
        return new ProgressReport(task, System::nanoTime);
    }
}
