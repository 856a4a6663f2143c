package dev.gantry.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.HostFacts.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloudMetadataTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private HttpServer cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.start();
    }

    @AfterEach
    void close() {
        cloud.stop(0);
    }

    @Test
    void azure_tells_location_zone_and_size() {
        cloud.createContext("/metadata/instance", exchange -> {
            boolean asked = "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
            answer(
                    exchange,
                    asked ? 200 : 400,
                    "{\"compute\":{\"location\":\"westeurope\",\"zone\":\"2\",\"vmSize\":\"Standard_D2s_v5\"}}");
        });
        assertThat(locate(base(), NOWHERE, NOWHERE))
                .isEqualTo(new Location("cloud", "azure", "westeurope", "2", "Standard_D2s_v5"));
    }

    @Test
    void azure_without_zones_has_none() {
        cloud.createContext(
                "/metadata/instance",
                exchange -> answer(
                        exchange, 200, "{\"compute\":{\"location\":\"westus\",\"zone\":\"\",\"vmSize\":\"B1\"}}"));
        assertThat(locate(base(), NOWHERE, NOWHERE)).isEqualTo(new Location("cloud", "azure", "westus", null, "B1"));
    }

    @Test
    void aws_is_asked_with_a_token() {
        cloud.createContext("/latest/api/token", exchange -> {
            boolean asked = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds");
            answer(exchange, asked ? 200 : 400, "T0KEN");
        });
        cloud.createContext("/latest/dynamic/instance-identity/document", exchange -> {
            boolean allowed = "T0KEN".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            answer(
                    exchange,
                    allowed ? 200 : 401,
                    "{\"region\":\"eu-central-1\",\"availabilityZone\":\"eu-central-1b\",\"instanceType\":\"m7g.large\"}");
        });
        assertThat(locate(NOWHERE, base(), NOWHERE))
                .isEqualTo(new Location("cloud", "aws", "eu-central-1", "eu-central-1b", "m7g.large"));
    }

    @Test
    void google_tells_zone_and_type_as_paths() {
        cloud.createContext("/computeMetadata/v1/instance/", exchange -> {
            exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
            answer(
                    exchange,
                    200,
                    "{\"zone\":\"projects/1/zones/europe-west3-a\",\"machineType\":\"projects/1/machineTypes/e2-medium\"}");
        });
        assertThat(locate(NOWHERE, NOWHERE, base()))
                .isEqualTo(new Location("cloud", "google", "europe-west3", "europe-west3-a", "e2-medium"));
    }

    @Test
    void a_web_server_that_answers_everything_is_no_cloud() {
        cloud.createContext("/", exchange -> answer(exchange, 200, "<html>{}</html>"));
        assertThat(locate(base(), base(), base()).site()).isEqualTo("on-premises");
    }

    @Test
    void where_nobody_answers_it_takes_no_longer_than_a_second() throws IOException {
        // A full backlog: connections neither succeed nor fail, as behind a firewall that drops.
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI base = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            long begin = System.nanoTime();
            assertThat(locate(base, base, base).site()).isEqualTo("on-premises");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1900));
        }
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + cloud.getAddress().getPort());
    }

    private static Location locate(URI azure, URI aws, URI google) {
        MetadataSettings settings = new MetadataSettings(azure, aws, google);
        return new CloudMetadata(settings, ProtocolMapper.create(), PATIENCE)
                .locate()
                .join();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
