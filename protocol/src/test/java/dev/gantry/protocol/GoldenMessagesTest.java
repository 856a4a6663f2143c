package dev.gantry.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.protocol.facts.LogLine;
import dev.gantry.protocol.facts.RegistryFact;
import dev.gantry.protocol.image.DiskFact;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.MissingFact;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.PrunePlanFact;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.FoundFiles;
import dev.gantry.protocol.layer.LayersFact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** One file of JSON for each message that server and agent exchange: whoever changes one sees which peers break. */
class GoldenMessagesTest {
    private static final JsonMapper MAPPER = ProtocolMapper.create();

    static Map<String, Class<?>> messages() {
        Map<String, Class<?>> messages = new TreeMap<>();
        for (Class<?> family : List.of(AgentMessage.class, ServerMessage.class, RequestBody.class)) {
            for (JsonSubTypes.Type type :
                    family.getAnnotation(JsonSubTypes.class).value()) {
                messages.put(type.name(), type.value());
            }
        }
        messages.put("join-request", Join.Request.class);
        messages.put("join-renewal", Join.Renewal.class);
        messages.put("join-response", Join.Response.class);
        messages.put("join-known", Join.Known.class);
        messages.put("log-line", LogLine.class);
        messages.put("layers-fact", LayersFact.class);
        messages.put("file-page", FilePage.class);
        messages.put("prune-plan-fact", PrunePlanFact.class);
        messages.put("prune-fact", PruneFact.class);
        messages.put("disk-fact", DiskFact.class);
        messages.put("image-content", ImageContent.class);
        messages.put("missing-fact", MissingFact.class);
        messages.put("found-files", FoundFiles.class);
        messages.put("registry-fact", RegistryFact.class);
        return messages;
    }

    static List<String> names() {
        return new ArrayList<>(messages().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_message_reads_and_writes_its_golden_file(String name) throws IOException {
        String golden = golden(name);
        Class<?> type = messages().get(name);
        Object message = MAPPER.readValue(golden, type);

        assertThat(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(golden)))
                .isEqualTo(MAPPER.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(MAPPER.readTree(MAPPER.writeValueAsString(message))));
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_golden_file_fills_every_component_of_its_message(String name) throws Exception {
        Object message = MAPPER.readValue(golden(name), messages().get(name));
        for (var component : message.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(message);
            if (!(message instanceof AgentMessage.Response
                    && component.getName().equals("problem"))) {
                assertThat(value).as(name + "." + component.getName()).isNotNull();
            }
        }
    }

    @Test
    void every_kind_of_a_sealed_family_has_a_name_on_the_wire() {
        for (Class<?> family : List.of(AgentMessage.class, ServerMessage.class, RequestBody.class)) {
            assertThat(messages().values()).contains(family.getPermittedSubclasses());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void properties_of_a_newer_peer_are_ignored(String name) throws IOException {
        Class<?> type = messages().get(name);
        String newer = golden(name).replaceFirst("\\{", "{\"ofTheFuture\": [1, {\"x\": null}],");
        assertThat((Object) MAPPER.readValue(newer, type)).isEqualTo(MAPPER.readValue(golden(name), type));
    }

    @Test
    void facts_of_an_agent_that_does_not_tell_of_name_servers_are_read() throws IOException {
        String older = golden("facts").replaceFirst(",\\s*\"names\": \\{[^}]*}", "");
        HostFacts facts =
                MAPPER.readValue(older, AgentMessage.FactsReport.class).facts();
        assertThat(facts.names()).isEqualTo(new HostFacts.NameFacts(List.of(), null));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenMessagesTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            assertThat(in)
                    .as("a golden file golden/" + name + ".json for this message")
                    .isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
