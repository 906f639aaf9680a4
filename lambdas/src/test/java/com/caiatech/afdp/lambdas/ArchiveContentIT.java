package com.caiatech.afdp.lambdas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What lies in the archives that AWS Lambda is given.
class ArchiveContentIT {
  /// AWS Lambda's limit for an unpacked archive, in bytes.
  private static final long LIMIT = 250L * 1024 * 1024;

  @ParameterizedTest
  @EnumSource
  void anArchiveIsWithinTheLimitAndHoldsNothingThatIsNeverRead(FunctionArchive archive) {
    assertThat(archive.entries().stream().mapToLong(ZipEntry::getSize).sum()).isLessThan(LIMIT);
    assertThat(archive.files())
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.startsWith("com/amazonaws/services/lambda/runtime/api/"));
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveHoldsItsHandlerAndNoOther(FunctionArchive archive) throws Exception {
    URL[] alone = {archive.file().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      assertThat(loader.loadClass(archive.handler()).getDeclaredConstructor()).isNotNull();
    }
    for (FunctionArchive other : FunctionArchive.values()) {
      if (other != archive) {
        assertThat(archive.files()).doesNotContain(classFile(other.handler()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyProviderThatAServiceFileNamesIsThereAndOneOfThemLogs(FunctionArchive archive) {
    Set<String> files = new HashSet<>(archive.files());
    for (String file : files) {
      if (file.startsWith("META-INF/services/")) {
        assertThat(archive.providers(file))
            .as(file)
            .isNotEmpty()
            .allMatch(provider -> files.contains(classFile(provider)));
      }
    }
    assertThat(archive.providers("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
        .containsExactly("org.slf4j.simple.SimpleServiceProvider");
  }

  @Test
  void theWebhookCarriesNeitherGraphNorGitNorKeys() {
    assertHoldsNone(
        FunctionArchive.PUSH_WEBHOOK,
        List.of(
            "org/neo4j/",
            "org/eclipse/jgit/",
            "org/bouncycastle/",
            "com/google/",
            "com/networknt/",
            "io/netty/",
            "reactor/",
            "org/apache/",
            "org/yaml/",
            "com/caiatech/afdp/graphmodel/",
            "com/caiatech/afdp/schemas/signing/",
            "com/caiatech/afdp/lambdas/intake/"));
  }

  private static void assertHoldsNone(FunctionArchive archive, List<String> folders) {
    assertThat(archive.files()).noneMatch(name -> folders.stream().anyMatch(name::startsWith));
  }

  private static String classFile(String className) {
    return className.replace('.', '/') + ".class";
  }
}
