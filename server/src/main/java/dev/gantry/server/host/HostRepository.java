package dev.gantry.server.host;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The table of hosts. */
interface HostRepository extends JpaRepository<HostEntity, UUID> {
    boolean existsByName(String name);
}
