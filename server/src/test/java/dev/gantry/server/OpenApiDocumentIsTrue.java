package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the checked-in document, from which the UI's types are made, equal to the running server's. After a change of
 * the API: `mvn -pl server -am test -Dgroups=server -DexcludedGroups=none -Dtest=OpenApiDocumentIsTrue
 * -Dwrite.documents=true`.
 */
@Tag("server")
class OpenApiDocumentIsTrue {
    private static final Path CHECKED_IN = Path.of("../web-ui/openapi.json");

    @Test
    void the_checked_in_document_is_the_servers() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String served = TestServer.shared().get("/v3/api-docs").body();
        String pretty = json.writeValueAsString(json.readTree(served)) + "\n";
        if (Boolean.getBoolean("write.documents")) {
            Files.writeString(CHECKED_IN, pretty);
        }
        assertThat(Files.readString(CHECKED_IN)).isEqualTo(pretty);
    }
}
