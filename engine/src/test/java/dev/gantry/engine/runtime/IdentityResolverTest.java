package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.refusal.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityResolverTest {
    private final IdentityResolver resolver = new IdentityResolver("""
            root:x:0:0:root:/root:/bin/sh
            nonsense
            app:x:1000:1001:App:/home/app:/bin/sh
            huge:x:4294967295:4294967295::/:/bin/sh
            """, """
            root:x:0:
            app:x:1001:
            audio:x:29:app,other
            video:x:44:other,app
            """);

    @Test
    void a_name_gets_its_group_its_further_groups_and_its_home() {
        assertThat(resolver.resolve("app")).isEqualTo(new Identity(1000, 1001, List.of(29, 44), "/home/app"));
    }

    @Test
    void nothing_given_is_root() {
        assertThat(resolver.resolve("")).isEqualTo(Identity.ROOT);
    }

    @Test
    void a_known_number_is_as_good_as_its_name() {
        assertThat(resolver.resolve("1000")).isEqualTo(resolver.resolve("app"));
    }

    @Test
    void an_unknown_number_is_taken_as_it_is() {
        assertThat(resolver.resolve("4711")).isEqualTo(new Identity(4711, 0, List.of(), "/"));
    }

    @Test
    void a_given_group_is_the_only_one() {
        assertThat(resolver.resolve("app:audio")).isEqualTo(new Identity(1000, 29, List.of(), "/home/app"));
        assertThat(resolver.resolve("app:5")).isEqualTo(new Identity(1000, 5, List.of(), "/home/app"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nobody", "-1", "4294967295", "2147483647", "huge", "app:none", "99999999999999999999", "app:-1"
            })
    void what_is_unknown_or_too_large_is_refused(String user) {
        assertThatThrownBy(() -> resolver.resolve(user)).isInstanceOf(RefusedException.class);
    }
}
