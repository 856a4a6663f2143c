package dev.gantry.server.identity;

import dev.gantry.server.access.Role;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The table of users. */
interface UserRows extends JpaRepository<UserAccount, UUID> {
    @Query("select u from UserAccount u where lower(u.name) = lower(:name)")
    Optional<UserAccount> named(String name);

    @Query(
            value =
                    "select * from user_account where (cast(:after as uuid) is null or id > :after) order by id limit :rows",
            nativeQuery = true)
    List<UserAccount> page(@Nullable UUID after, int rows);

    /** Held until the transaction ends, so that two changes can't each leave the other's admin as the last. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from UserAccount u where u.role = :role and u.enabled = true order by u.id")
    List<UserAccount> enabledWith(Role role);

    /** Not a change of the user, so its version stays. */
    @Modifying
    @Query("update UserAccount u set u.lastLoginAt = :at where u.id = :id")
    void loggedIn(UUID id, Instant at);
}
