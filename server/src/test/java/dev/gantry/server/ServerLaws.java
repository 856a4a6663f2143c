package dev.gantry.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The laws of the house, as far as the server goes. */
class ServerLaws {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gantry.server");

    @Test
    void packages_are_free_of_cycles() {
        slices().matching("dev.gantry.server.(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void a_package_has_at_most_15_types() {
        Map<String, Long> counts = SERVER.stream()
                .filter(type -> type.isTopLevelClass()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getPackageName().equals("dev.gantry.server"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(counts.values()).as(counts.toString()).isNotEmpty().allMatch(count -> count <= 15);
    }

    @Test
    void processes_are_started_by_the_postgres_package_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.gantry.server.postgres")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(SERVER);
    }

    @Test
    void time_comes_from_the_injected_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(SERVER);
        noClasses()
                .that()
                .doNotHaveSimpleName("ClockConfiguration")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(SERVER);
    }

    @Test
    void entities_stay_in_their_package() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .notBePublic()
                .andShould()
                .notHaveModifier(JavaModifier.FINAL)
                .check(SERVER);
    }

    @Test
    void platform_knows_no_noun() {
        noClasses()
                .that()
                .resideInAPackage("dev.gantry.server.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.server.access..",
                        "dev.gantry.server.audit..",
                        "dev.gantry.server.live..",
                        "dev.gantry.server.operation..",
                        "dev.gantry.server.identity..",
                        "dev.gantry.server.postgres..")
                .check(SERVER);
    }

    @Test
    void scheduling_is_pure() {
        classes()
                .that()
                .resideInAPackage("dev.gantry.server.scheduling..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.server.scheduling..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.jspecify.annotations")
                .check(SERVER);
    }

    @Test
    void json_is_jackson_3() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .check(SERVER);
    }
}
