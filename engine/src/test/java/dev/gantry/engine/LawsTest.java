package dev.gantry.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.engine.kernel.file.FileCalls;
import dev.gantry.engine.kernel.process.ProcessCalls;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Collectors;
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
        slices().matching("dev.gantry.engine.kernel.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void a_package_has_at_most_15_types() {
        Map<String, Long> counts = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(counts.values()).as(counts.toString()).isNotEmpty().allMatch(count -> count <= 15);
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
    void only_the_kernel_packages_call_the_c_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage(KERNEL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jnr..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(FileCalls.class, ProcessCalls.class, Descriptors.class)
                .check(CLASSES);
    }

    @Test
    void only_the_kernel_packages_start_processes() {
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
    void the_kernel_packages_know_no_other() {
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
