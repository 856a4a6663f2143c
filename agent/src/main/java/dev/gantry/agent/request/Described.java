package dev.gantry.agent.request;

import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.AssembleImage;
import dev.gantry.protocol.RequestBody.CheckRegistry;
import dev.gantry.protocol.RequestBody.DescribeContent;
import dev.gantry.protocol.RequestBody.FindMissing;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.RequestBody.InspectContainer;
import dev.gantry.protocol.RequestBody.MeasureDisk;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.RequestBody.PushImage;
import dev.gantry.protocol.RequestBody.ReceiveImage;
import dev.gantry.protocol.RequestBody.RemoveImage;
import dev.gantry.protocol.RequestBody.SaveImages;
import dev.gantry.protocol.RequestBody.SendContent;
import dev.gantry.protocol.RequestBody.SignalContainer;
import dev.gantry.protocol.RequestBody.TagImage;
import dev.gantry.protocol.RequestBody.UntagImage;

/** What a request is about, for its problem. */
final class Described {
    private Described() {}

    /** "import an image". */
    static String of(RequestBody body) {
        if (body instanceof ImportImage work) {
            return work.reference() == null ? "import an image" : "import the image " + work.reference();
        }
        if (body instanceof PullImage work) {
            return "pull the image " + work.reference();
        }
        if (body instanceof PushImage work) {
            return "push the image as " + work.reference();
        }
        if (body instanceof RemoveImage work) {
            return "remove the image " + work.image();
        }
        if (body instanceof TagImage work) {
            return "name the image " + work.image() + " " + work.reference();
        }
        if (body instanceof UntagImage work) {
            return "take the name " + work.reference() + " away";
        }
        if (body instanceof SaveImages work) {
            return "save " + String.join(", ", work.images());
        }
        if (body instanceof SignalContainer work) {
            return "send " + work.signal() + " to container " + work.containerId();
        }
        if (body instanceof AssembleImage work) {
            return "make the image " + work.reference();
        }
        String looked = LayerWorks.describe(body);
        return looked != null ? looked : ofStoreOrContainer(body);
    }

    private static String ofStoreOrContainer(RequestBody body) {
        if (body instanceof PreviewPrune) {
            return "see what a prune would remove";
        }
        if (body instanceof PruneImages work) {
            return "prune " + work.seen().size() + " images";
        }
        if (body instanceof MeasureDisk) {
            return "measure the disk";
        }
        if (body instanceof DescribeContent || body instanceof FindMissing || body instanceof SendContent) {
            return "copy an image to another host";
        }
        if (body instanceof CheckRegistry work) {
            return "check the registry " + work.endpoint().host();
        }
        if (body instanceof ReceiveImage) {
            return "copy an image to this host";
        }
        return body instanceof InspectContainer work
                ? "inspect container " + work.containerId()
                : "read the log of container " + ((FollowLogs) body).containerId();
    }
}
