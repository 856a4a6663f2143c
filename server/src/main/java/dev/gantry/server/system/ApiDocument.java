package dev.gantry.server.system;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document's head: the same wherever the server runs, for the document is checked in. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    @Bean
    OpenAPI openApi() {
        return new OpenAPI().info(new Info().title("Gantry").version("v1")).servers(List.of(new Server().url("/")));
    }
}
