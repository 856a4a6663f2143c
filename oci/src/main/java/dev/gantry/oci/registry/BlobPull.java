package dev.gantry.oci.registry;

import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Transient;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GET of {@code /v2/<name>/blobs/<digest>} from an offset on, "Pulling blobs", RFC 9110, 14. */
final class BlobPull {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    private static final int PARTIAL = 206;
    private static final int OK = 200;

    private final RegistryApi api;
    private final String repository;
    private final Descriptor blob;

    BlobPull(RegistryApi api, String repository, Descriptor blob) {
        this.api = api;
        this.repository = repository;
        this.blob = blob;
    }

    /** @return an answer whose body goes on at the offset */
    Answer from(long offset) throws Transient {
        Ask ask = Ask.get(api.uri(repository, "blobs/" + blob.digest()));
        Answer answer = api.pull(offset == 0 ? ask : ask.header("Range", "bytes=" + offset + "-"), repository);
        try {
            if (answer.status() == PARTIAL && offset > 0) {
                check(answer, offset);
            } else if (answer.status() == OK) {
                checkWhole(answer);
                skip(answer, offset);
            } else {
                throw api.refusal(tried(), answer);
            }
            return answer;
        } catch (RuntimeException | Transient e) {
            answer.close();
            throw e;
        }
    }

    private void check(Answer answer, long offset) {
        String range = answer.header("Content-Range").orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        boolean right = matcher.matches()
                && Long.parseLong(matcher.group(1)) == offset
                && Long.parseLong(matcher.group(2)) == blob.size() - 1
                && (matcher.group(3).equals("*") || Long.parseLong(matcher.group(3)) == blob.size());
        if (!right) {
            throw HttpRefusals.invalid(
                    tried(),
                    "it was asked for the bytes from " + offset + " to " + (blob.size() - 1) + " and sent \""
                            + HttpRefusals.shown(range) + "\"");
        }
    }

    private void checkWhole(Answer answer) {
        if (answer.length().isPresent() && answer.length().getAsLong() != blob.size()) {
            throw HttpRefusals.invalid(
                    tried(), "it has " + answer.length().getAsLong() + " bytes and was promised with " + blob.size());
        }
    }

    /** A registry without ranges sends all again; what is passed over was read before, and its digest covers both. */
    private static void skip(Answer answer, long offset) throws Transient {
        try {
            answer.body().skipNBytes(offset);
        } catch (IOException e) {
            throw new Transient(String.valueOf(e.getMessage()), Optional.empty(), e);
        }
    }

    String tried() {
        return "read the blob " + blob.digest() + " of " + repository + " from " + api;
    }
}
