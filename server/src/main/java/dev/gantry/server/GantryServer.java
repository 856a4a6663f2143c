package dev.gantry.server;

import dev.gantry.oci.digest.CryptoLibrary;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The server's process. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class GantryServer {
    public static void main(String[] args) {
        CryptoLibrary.speedUpTls();
        SpringApplication.run(GantryServer.class, args);
    }
}
