package dev.gantry.server.distribution.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.TagName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);

    @Test
    void a_name_may_have_parts_that_look_like_routes() {
        assertThat(Route.parse("/v2/blobs/manifests/tags/list"))
                .isEqualTo(new Route.Tags(new RepositoryName("blobs/manifests")));
        assertThat(Route.parse("/v2/a/blobs/uploads/manifests/v1"))
                .isEqualTo(new Route.Tagged(new RepositoryName("a/blobs/uploads"), new TagName("v1")));
        assertThat(Route.parse("/v2/manifests/manifests/" + DIGEST))
                .isEqualTo(new Route.Manifest(new RepositoryName("manifests"), DIGEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/../blobs/%s",
                "/v2/a/../b/blobs/%s",
                "/v2/A/blobs/%s",
                "/v2/a b/blobs/%s",
                "/v2/-a/blobs/%s",
                "/v2/a-/blobs/%s",
                "/v2/a__-b/blobs/%s",
                "/v2/a/b/c/../../../etc/blobs/%s",
                "/v2//blobs/%s",
                "/v2/blobs/%s",
                "/v2/a\0/blobs/%s",
                "/v2/ä/blobs/%s"
            })
    void a_name_of_another_grammar_is_refused(String path) {
        refused(path.formatted(DIGEST), DistributionCode.NAME_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:../../x",
                "sha256:",
                "sha512:abc",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "../../etc/passwd:x"
            })
    void a_digest_of_another_grammar_is_refused_before_any_path_is_made_of_it(String digest) {
        String path = "/v2/a/manifests/" + digest;
        assertThatThrownBy(() -> Route.parse(path)).isInstanceOf(DistributionException.class);
        assertThatThrownBy(() -> Route.parse("/v2/a/blobs/" + digest)).isInstanceOf(DistributionException.class);
    }

    @Test
    void a_tag_is_never_taken_for_a_digest_nor_the_other_way_round() {
        refused("/v2/a/manifests/sha256:latest", DistributionCode.DIGEST_INVALID);
        assertThat(Route.parse("/v2/a/manifests/sha256-" + DIGEST.hex())).isInstanceOf(Route.Tagged.class);
        refused("/v2/a/manifests/.hidden", DistributionCode.TAG_INVALID);
        refused("/v2/a/manifests/" + "t".repeat(129), DistributionCode.TAG_INVALID);
    }

    @Test
    void a_name_of_255_characters_is_the_longest_and_a_hostile_one_is_refused_at_once() {
        assertThat(Route.parse("/v2/" + "a".repeat(255) + "/tags/list")).isInstanceOf(Route.Tags.class);
        refused("/v2/" + "a".repeat(256) + "/tags/list", DistributionCode.NAME_INVALID);
        refused("/v2/" + "a-".repeat(127) + "!/tags/list", DistributionCode.NAME_INVALID);
    }

    @Test
    void an_upload_that_this_server_can_not_have_named_is_unknown() {
        refused("/v2/a/blobs/uploads/../../etc", DistributionCode.NAME_UNKNOWN);
        refused("/v2/a/blobs/uploads/1-1-1-1-1", DistributionCode.BLOB_UPLOAD_UNKNOWN);
    }

    private static void refused(String path, DistributionCode code) {
        assertThatThrownBy(() -> Route.parse(path))
                .isInstanceOfSatisfying(
                        DistributionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
