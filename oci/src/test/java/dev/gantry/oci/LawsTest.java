package dev.gantry.oci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What this library may use, so that everything else can use it. */
class LawsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gantry.oci");

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.gantry.oci.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void a_package_has_at_most_15_types() {
        Map<String, Long> counts = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(counts.values()).as(counts.toString()).isNotEmpty().allMatch(count -> count <= 15);
    }

    @Test
    void nothing_of_ours_and_no_framework_is_used() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.engine..",
                        "dev.gantry.server..",
                        "dev.gantry.agent..",
                        "dev.gantry.protocol..",
                        "org.springframework..",
                        "jakarta..",
                        "com.fasterxml.jackson.databind..",
                        "com.fasterxml.jackson.core..")
                .check(CLASSES);
    }

    @Test
    void no_process_is_started_and_the_kernel_is_left_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Runtime.class)
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void nobody_looks_at_the_clock_or_sleeps() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }
}
