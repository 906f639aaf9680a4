package com.caiatech.afdp.lambdas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The archives that the build makes, and what AWS Lambda is told about each.
enum FunctionArchive {
  PUSH_WEBHOOK("push-webhook.zip", PushWebhook.class),
  PROJECT_PUSH("project-push.zip", ProjectPush.class),
  RECONCILE_LEDGERS("reconcile-ledgers.zip", ReconcileLedgers.class);

  private final Path file;
  private final String handler;

  FunctionArchive(String name, Class<?> handler) {
    this.file = Path.of("target", "functions", name);
    this.handler = handler.getName();
  }

  Path file() {
    return file;
  }

  String handler() {
    return handler;
  }

  List<ZipEntry> entries() {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return archive.stream().<ZipEntry>map(entry -> entry).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  List<String> files() {
    return entries().stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  /// The classes that a service file names.
  List<String> providers(String serviceFile) {
    try (ZipFile archive = new ZipFile(file.toFile());
        InputStream text = archive.getInputStream(archive.getEntry(serviceFile))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Unpacks the archive, as AWS Lambda does before it starts the function.
  void unpack(Path folder) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      for (ZipEntry entry : archive.stream().<ZipEntry>map(it -> it).toList()) {
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolveSibling("."));
          try (InputStream content = archive.getInputStream(entry)) {
            Files.copy(content, target);
          }
        }
      }
    }
  }
}
