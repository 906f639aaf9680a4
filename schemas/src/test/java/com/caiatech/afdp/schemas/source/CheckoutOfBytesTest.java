package com.caiatech.afdp.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A path is bytes: what is no text in UTF-8, or cannot be said in this machine's locale, is
/// checked out as stock Git does it.
class CheckoutOfBytesTest {
  private static final String LATIN = "caf\u00e9";
  private static final String UTF_8 = text("m\u00fcll".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private SourceMirror mirror;

  @BeforeEach
  void open() {
    mirror = SourceMirror.open(folder.resolve("mirror.git"));
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void namesFoldersAndLinksKeepTheirBytesInEveryLocale(String locale) throws Exception {
    CommitId commit = commit(LATIN + "/x");
    Path expected = Files.createDirectory(folder.resolve("expected"));
    run(
        "sh",
        "-c",
        "git --git-dir='%s' archive %s | tar -x -C '%s'"
            .formatted(folder.resolve("mirror.git"), commit, expected));
    Path out = folder.resolve("releases/out");
    ProcessBuilder checkout =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Checkouts.class.getName(),
                folder.resolve("mirror.git").toString(),
                commit.value(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    checkout.environment().put("LC_ALL", locale);
    ended(checkout.start());
    run("diff", "-r", "--no-dereference", expected.toString(), out.toString());
    run("rm", "-r", expected.toString(), out.toString());
  }

  /// Checks out in a process of its own, whose locale another one chose.
  static final class Checkouts {
    private Checkouts() {}

    public static void main(String[] arguments) {
      try (SourceMirror mirror = SourceMirror.open(Path.of(arguments[0]))) {
        Path folder = Path.of(arguments[2]);
        Checkout checkout =
            mirror.checkout(new CommitId(arguments[1]), folder, Checkout.Limits.DEFAULT);
        System.exit(checkout.equals(new Checkout.Done(folder, false)) ? 0 : 1);
      }
    }
  }

  @Test
  void theDigestIsOverTheBytes() throws IOException {
    CommitId commit = commit(LATIN + "/x");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    line(lines, "100644", LATIN + "/x", "1");
    line(lines, "120000", "l\u00e9", LATIN + "/x");
    line(lines, "100644", UTF_8, "1");
    assertThat(mirror.treeDigest(commit)).isEqualTo(Sha256.of(lines.toByteArray()));
  }

  @Test
  void aLinkThatLeavesTheTreeIsRefusedAndShownEscaped() throws IOException {
    assertThat(
            mirror.checkout(commit("../" + LATIN), folder.resolve("out"), Checkout.Limits.DEFAULT))
        .isEqualTo(
            new Checkout.Refused(
                "l\\xE9", "the link leaves the tree: its target is '../caf\\xE9'"));
  }

  @Test
  void aNameThatNoFileSystemTakesIsRefused() throws IOException {
    String name = "n".repeat(256);
    CommitId commit = commit("x", name);
    assertThat(mirror.checkout(commit, folder.resolve("out"), Checkout.Limits.DEFAULT))
        .isEqualTo(new Checkout.Refused(name, "a part of a path has at most 255 bytes"));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private CommitId commit(String target) throws IOException {
    return commit(target, UTF_8);
  }

  /// A folder and a file in it, a link to the target, and a file of another name.
  private CommitId commit(String target, String name) throws IOException {
    try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, bytes("1"));
      TreeFormatter inner = new TreeFormatter();
      inner.append("x", FileMode.REGULAR_FILE, blob);
      TreeFormatter tree = new TreeFormatter();
      tree.append(bytes(LATIN), FileMode.TREE, inserter.insert(inner));
      tree.append(
          bytes("l\u00e9"), FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, bytes(target)));
      tree.append(bytes(name), FileMode.REGULAR_FILE, blob);
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(inserter.insert(tree));
      builder.setAuthor(new PersonIdent("A", "a@example.org"));
      builder.setCommitter(new PersonIdent("A", "a@example.org"));
      builder.setMessage("bytes");
      CommitId commit = new CommitId(inserter.insert(builder).name());
      inserter.flush();
      return commit;
    }
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void line(ByteArrayOutputStream out, String mode, String path, String content) {
    out.writeBytes(bytes(mode + " " + path + "\0" + Sha256.of(bytes(content)) + "\n"));
  }

  private void run(String... command) throws Exception {
    ended(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start());
  }

  private void ended(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
  }
}
