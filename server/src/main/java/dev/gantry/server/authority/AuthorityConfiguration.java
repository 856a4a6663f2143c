package dev.gantry.server.authority;

import dev.gantry.server.platform.ServerHome;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the box and the authority at start. */
@Configuration(proxyBeanMethods = false)
class AuthorityConfiguration {
    @Bean
    SecretBox secretBox(ServerHome home) throws IOException {
        return new SecretBox(SecretKeyFile.readOrCreate(home.secretKeyFile()));
    }

    @Bean
    CertificateAuthority certificateAuthority(JdbcClient jdbc, SecretBox box, Clock clock) {
        return new AuthorityStore(jdbc, box, clock).loadOrCreate();
    }
}
