package dev.gantry.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** The laws of the house, as far as they bind the engine. */
class LawsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gantry.engine");
    private static final String KERNEL = "dev.gantry.engine.kernel..";

    @Test
    void packages_form_no_cycles() {
        slices().matching("dev.gantry.engine.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_below_imports_the_door() {
        noClasses()
                .that()
                .resideInAPackage("dev.gantry.engine.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gantry.engine")
                .check(CLASSES);
    }

    @Test
    void only_the_kernel_package_calls_the_c_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage(KERNEL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jnr..")
                .check(CLASSES);
    }

    @Test
    void only_the_kernel_package_starts_processes() {
        noClasses()
                .that()
                .resideOutsideOfPackage(KERNEL)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(CLASSES);
    }

    @Test
    void the_engine_is_a_plain_library() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "dev.gantry.server..", "dev.gantry.agent..", "dev.gantry.protocol..")
                .check(CLASSES);
    }

    @Test
    void layers_and_images_know_no_containers() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.gantry.engine.layer..", "dev.gantry.engine.image..", "dev.gantry.engine.disk..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gantry.engine.container..", "dev.gantry.engine.runtime..")
                .check(CLASSES);
    }

    @Test
    void the_kernel_package_knows_no_other() {
        noClasses()
                .that()
                .resideInAPackage(KERNEL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.engine.disk..",
                        "dev.gantry.engine.layer..",
                        "dev.gantry.engine.image..",
                        "dev.gantry.engine.container..",
                        "dev.gantry.engine.runtime..",
                        "dev.gantry.engine.network..")
                .check(CLASSES);
    }

    @Test
    void time_comes_from_an_injected_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(CLASSES);
    }

    @Test
    void nobody_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(CLASSES);
    }
}
