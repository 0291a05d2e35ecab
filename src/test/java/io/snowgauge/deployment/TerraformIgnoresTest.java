package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git takes nothing of what the pages on Azure write beside the example. */
class TerraformIgnoresTest {
  private static final String EXAMPLE = "azure/examples/globolatte/";

  /** What a command of the guide writes: by its option, or by the shell. */
  private static final Pattern WRITTEN = Pattern.compile("(?:-out|>>?) +([a-z][\\w./-]*)");

  @TempDir Path folder;

  private static Set<String> written() throws IOException {
    String guide =
        Files.readString(TerraformPlans.HOME.resolve("docs/deploy-azure.md"))
            + Files.readString(TerraformPlans.HOME.resolve("docs/azure-secrets.md"));
    Set<String> written =
        Pattern.compile("(?ms)^```\\w*$(.*?)^```$")
            .matcher(guide)
            .results()
            .flatMap(block -> WRITTEN.matcher(block.group(1)).results())
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    // Terraform's own.
    written.addAll(List.of("terraform.tfstate", "terraform.tfstate.backup", ".terraform/x"));
    return written;
  }

  @Test
  void whatTheGuideWritesIsNotCommitted() throws Exception {
    assertThat(
        written(),
        is(
            Set.of(
                "alert-url",
                "deployment/kustomization.yaml",
                "next-passphrase",
                "next.p8",
                "next.pub",
                "snowflake-passphrase",
                "snowflake.p8",
                "snowflake.pub",
                "snowgauge.json",
                "terraform.tfvars",
                "terraform.tfstate",
                "terraform.tfstate.backup",
                ".terraform/x")));
    Files.copy(
        TerraformPlans.HOME.resolve("runner-configs/terraform/.gitignore"),
        folder.resolve(".gitignore"));
    Path example = Files.createDirectories(folder.resolve(EXAMPLE));
    for (String file : written()) {
      Files.createDirectories(Objects.requireNonNull(example.resolve(file).getParent()));
      Files.writeString(example.resolve(file), "");
    }
    Files.writeString(example.resolve("main.tf"), "");
    TerraformPlans.Ended created = TerraformPlans.run(folder, "git", "init", "--quiet");
    assertThat(created.output(), created.exitCode(), is(0));
    TerraformPlans.Ended listed =
        TerraformPlans.run(folder, "git", "ls-files", "--others", "--exclude-standard");
    assertThat(listed.output(), is(".gitignore\n" + EXAMPLE + "main.tf\n"));
  }
}
