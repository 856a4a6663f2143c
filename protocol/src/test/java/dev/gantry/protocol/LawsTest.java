package dev.gantry.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the messages may use, so that both of their ends can use them. */
class LawsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gantry.protocol");

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.gantry.(**)").should().beFreeOfCycles().check(CLASSES);
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
                        "dev.gantry.oci..",
                        "dev.gantry.engine..",
                        "dev.gantry.server..",
                        "dev.gantry.agent..",
                        "org.springframework..")
                .check(CLASSES);
    }

    @Test
    void wishes_know_no_facts() {
        noClasses()
                .that()
                .resideInAPackage("dev.gantry.protocol.wish")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gantry.protocol.facts")
                .check(CLASSES);
    }
}
