package dev.gantry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The laws of docs/architecture.md that concern the agent. */
class LawsTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gantry.agent");

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.gantry.agent.(*)..").should().beFreeOfCycles().check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.gantry.agent.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gantry.agent")
                .check(classes);
    }

    @Test
    void a_package_has_at_most_15_types() {
        Map<String, Long> counts = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(counts.values()).as(counts.toString()).isNotEmpty().allMatch(count -> count <= 15);
    }

    @Test
    void nothing_here_starts_a_process_or_calls_the_kernel() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "dev.gantry.engine.kernel..")
                .check(classes);
    }

    @Test
    void time_comes_from_a_clock_and_nobody_sleeps() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.gantry.agent")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(classes);
    }

    @Test
    void only_the_wiring_knows_spring_and_nobody_listens() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.gantry.agent")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..")
                .check(classes);
    }
}
