package dev.gantry.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The server's process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GantryServer {
    public static void main(String[] args) {
        SpringApplication.run(GantryServer.class, args);
    }
}
