package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.Door;
import dev.gantry.oci.registry.RegistryClient;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.RegistryWriter;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.server.fleet.Api.Reply;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody adds a registry or gives a login for the built-in one: hosts are known there by their certificates. */
@Tag("server")
class HostsUseTheServersOwnRegistry {
    private static final byte[] CONFIG = bytes("{\"os\":\"linux\",\"architecture\":\"amd64\","
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},\"config\":{}}");
    private static final byte[] LAYER = bytes("a layer");

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final String registry = api.request("/x").build().uri().getAuthority();
    private FakeAgent first;
    private FakeAgent second;

    @BeforeEach
    void twoHosts() {
        first = connected("first");
        second = connected("second");
    }

    @AfterEach
    void nothingLeft() {
        for (FakeAgent each : List.of(first, second)) {
            each.close();
            api.delete("/hosts/" + each.identity.hostId() + "?force=true");
        }
    }

    private FakeAgent connected(String name) {
        FakeAgent agent = FakeAgent.join(server, name).connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        return agent;
    }

    @Test
    void an_image_goes_from_one_host_there_and_on_to_another_with_no_set_up() {
        String name = registry + "/own/app:1";
        String digest = pull(first, "app:1").text("/digest");
        first.answers = body -> body instanceof RequestBody.PushImage wanted ? pushed(first, wanted) : null;
        AtomicReference<String> fetched = new AtomicReference<>("");
        second.answers = body -> {
            if (body instanceof RequestBody.PullImage wanted) {
                fetched.set(fetch(second, wanted));
            }
            return null;
        };

        Reply pushed = api.post("/images/" + digest + "/push", "{\"reference\":\"" + name + "\"}");
        assertThat(pushed.status()).as(pushed.raw().body()).isEqualTo(200);
        Reply pulled = pull(second, name);
        assertThat(pulled.status()).as(pulled.raw().body()).isEqualTo(201);

        assertThat(fetched).hasValue("a layer");
        Reply repositories = api.get("/repositories?q=own/app");
        assertThat(repositories.text("/items/0/pushedBy")).matches("first.* for .+");
        Reply tags = api.get("/repositories/" + repositories.text("/items/0/id") + "/tags");
        assertThat(tags.text("/items/0/pullCommand")).isEqualTo("docker pull " + name);
    }

    @Test
    void a_host_writes_nothing_but_what_somebody_has_it_push_and_only_meanwhile() {
        String digest = pull(first, "app:2").text("/digest");
        String elsewhere = registry + "/own/other:1";
        String retagged = registry + "/own/scoped:2";
        first.answers = body -> {
            if (body instanceof RequestBody.PushImage wanted) {
                assertThatThrownBy(() -> push(first, wanted, Reference.parse(elsewhere)))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("403");
                assertThatThrownBy(() -> push(first, wanted, Reference.parse(retagged)))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("403");
                assertThatThrownBy(() -> push(second, wanted, Reference.parse(wanted.reference())))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("403");
                return pushed(first, wanted);
            }
            return null;
        };
        String name = registry + "/own/scoped:1";
        Reply done = api.post("/images/" + digest + "/push", "{\"reference\":\"" + name + "\"}");
        assertThat(done.status()).as(done.raw().body()).isEqualTo(200);

        RequestBody.PushImage again =
                new RequestBody.PushImage(digest, name, List.of(dev.gantry.protocol.RegistryEndpoint.own(registry)));
        assertThatThrownBy(() -> push(first, again, Reference.parse(name)))
                .as("after the operation's end")
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("403");
        assertThat(api.get("/repositories?q=own/other").body().at("/items")).isEmpty();
    }

    @Test
    void pushing_to_another_registry_opens_nothing_here() {
        String digest = pull(first, "app:3").text("/digest");
        first.answers = body -> {
            if (body instanceof RequestBody.PushImage wanted) {
                assertThatThrownBy(() -> push(first, wanted, Reference.parse(registry + "/own/app:3")))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("403");
                return new AgentMessage.Response("", null, null, null);
            }
            return null;
        };
        Reply done = api.post("/images/" + digest + "/push", "{\"reference\":\"reg.example.com/own/app:3\"}");
        assertThat(done.status()).as(done.raw().body()).isEqualTo(200);
    }

    @Test
    void a_registry_that_an_admin_added_under_that_name_is_asked_as_it_says() {
        Reply made = api.post(
                "/registries",
                "{\"host\":\"" + registry + "\",\"plainHttp\":true,\"username\":\"anna\",\"secret\":\"s\"}");
        try {
            pull(first, registry + "/own/set-up:1");
            assertThat(endpoints(first))
                    .containsExactly(
                            new dev.gantry.protocol.RegistryEndpoint(registry, true, null, "anna", "s", List.of()));
        } finally {
            api.delete("/registries/" + made.text("/id"));
        }
    }

    @Test
    void a_name_of_this_machine_with_the_same_port_and_the_address_that_was_asked_mean_the_server() {
        String port = registry.substring(registry.indexOf(':'));
        for (String own : List.of(registry, "localhost" + port)) {
            first.received.clear();
            pull(first, own + "/own/any:1");
            assertThat(endpoints(first)).containsExactly(dev.gantry.protocol.RegistryEndpoint.own(own));
        }
        first.received.clear();
        pull(first, "localhost:1/own/any:1");
        assertThat(endpoints(first))
                .extracting(dev.gantry.protocol.RegistryEndpoint::own)
                .containsExactly(false);
    }

    private Reply pull(FakeAgent host, String name) {
        return api.post(
                "/images/pull", "{\"reference\":\"" + name + "\",\"hostIds\":[\"" + host.identity.hostId() + "\"]}");
    }

    private static List<dev.gantry.protocol.RegistryEndpoint> endpoints(FakeAgent host) {
        return host.received.stream()
                .filter(dev.gantry.protocol.ServerMessage.Request.class::isInstance)
                .map(message -> ((dev.gantry.protocol.ServerMessage.Request) message).body())
                .filter(RequestBody.PullImage.class::isInstance)
                .map(body -> ((RequestBody.PullImage) body).endpoints())
                .findFirst()
                .orElseThrow();
    }

    private AgentMessage.Response pushed(FakeAgent host, RequestBody.PushImage wanted) {
        assertThat(wanted.endpoints()).containsExactly(dev.gantry.protocol.RegistryEndpoint.own(registry));
        push(host, wanted, Reference.parse(wanted.reference()));
        return new AgentMessage.Response("", null, null, null);
    }

    /** As an agent does it: the registry is wherever its server is, whatever the image's name says. */
    private void push(FakeAgent host, RequestBody.PushImage wanted, Reference name) {
        RegistryWriter writer = new RegistryWriter(own(host), name.repository(), Connections.standard());
        Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, Digest.of(CONFIG), CONFIG.length);
        Descriptor layer = Descriptor.of(MediaType.OCI_LAYER, Digest.of(LAYER), LAYER.length);
        writer.blob(config, () -> new ByteArrayInputStream(CONFIG), Optional.empty(), sent -> {});
        writer.blob(layer, () -> new ByteArrayInputStream(LAYER), Optional.empty(), sent -> {});
        writer.manifest(name.tag().orElseThrow(), Manifest.of(config, List.of(layer)));
    }

    private String fetch(FakeAgent host, RequestBody.PullImage wanted) {
        Reference name = Reference.parse(wanted.reference());
        RegistryClient client = new RegistryClient(own(host), name.repository(), Connections.standard());
        Manifest manifest = (Manifest) client.manifest(name.tag().orElseThrow());
        return new String(client.document(manifest.layers().get(0)), StandardCharsets.UTF_8);
    }

    private RegistryEndpoint own(FakeAgent host) {
        try {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(host.tls())
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return RegistryEndpoint.of(registry)
                    .through(new Door(URI.create("https://" + server.agentAddress() + "/"), client));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
