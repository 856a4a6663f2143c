package dev.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden documents are for people, too; to renew one, run with -Dgolden.update=true and read the difference. */
class RulesetTest {
    private static final Path DOCUMENTS = Path.of("../docs/network");
    private static final Installation INSTALLATION =
            new Installation("gantry0", Subnet.parse("10.210.0.0/20"), "5f9c1f0e");

    @ParameterizedTest
    @ValueSource(strings = {"no-containers", "published-ports", "own-resolver"})
    void each_ruleset_is_the_one_in_its_document(String name) throws IOException {
        Path document = DOCUMENTS.resolve(name + ".nft");
        String rendered = ruleset(name).render();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(document, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(document));
    }

    private static Ruleset ruleset(String name) {
        Endpoint web = new Endpoint(
                "0123",
                "web",
                "10.210.0.3",
                List.of(
                        new Endpoint.Port(Optional.empty(), 8080, 80, "tcp"),
                        new Endpoint.Port(Optional.of("127.0.0.1"), 8443, 443, "tcp")));
        Endpoint dns = new Endpoint(
                "4567", "dns", "10.210.0.2", List.of(new Endpoint.Port(Optional.of("192.0.2.2"), 53, 53, "udp")));
        return switch (name) {
            case "no-containers" -> new Ruleset(INSTALLATION, List.of(), List.of());
            case "published-ports" -> new Ruleset(INSTALLATION, List.of(web, dns), List.of());
            default -> new Ruleset(INSTALLATION, List.of(), List.of("192.0.2.2"));
        };
    }
}
