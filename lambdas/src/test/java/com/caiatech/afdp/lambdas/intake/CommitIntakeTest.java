package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.testing.AtOnce;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commits of a source repository in the graph, judged by the stock `git` command.
class CommitIntakeTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit git = platform.shop();
  private final Projection projection = platform.projection();

  @Test
  void mergesHaveTheirParentsInOrder() {
    branch("left", "a file of the left");
    branch("middle", "a file of the middle");
    branch("right", "a file of the right");
    git.run("merge", "-q", "--no-ff", "-m", "A merge", "left");
    CommitId merge = git.head();
    git.run("merge", "-q", "--no-ff", "-m", "An octopus", "middle", "right");
    CommitId octopus = git.head();

    projection.project(SHOP);

    expectWhatGitSays();
    assertThat(parents(merge)).hasSize(2);
    assertThat(parents(octopus)).hasSize(3);
    assertThat(touched(octopus))
        .as("against the first parent")
        .containsExactlyInAnyOrder("a file of the middle +1 -0", "a file of the right +1 -0");
  }

  @Test
  void changesDeletionsRenamesAndModesAreCountedAsGitCountsThem() {
    git.write("src/long.txt", numbered(1, 200));
    git.write("src/gone.txt", "one\ntwo\n");
    git.write("src/no-line-feed.txt", "one\ntwo");
    git.write("run.sh", "exit 0\n");
    git.commit("Begin");
    git.write("src/long.txt", numbered(1, 90) + "in between\n" + numbered(95, 210));
    git.commit("Change");
    git.run("mv", "src/long.txt", "src/renamed.txt");
    git.commit("Rename");
    git.run("rm", "-q", "src/gone.txt");
    git.commit("Delete");
    git.run("update-index", "--chmod=+x", "run.sh");
    git.run("commit", "-q", "-m", "Make executable");
    git.run("reset", "-q", "--hard");
    git.write("src/no-line-feed.txt", "one\ntwo\n");
    git.commit("Add a line feed");
    git.write("empty", "");
    git.commit("Add an empty file");
    CommitId empty = git.commit("Nothing at all");

    projection.project(SHOP);

    expectWhatGitSays();
    assertThat(touched(empty)).isEmpty();
  }

  @Test
  void movedAndRepeatedLinesAreCountedAsGitCountsThem() {
    String loop = "  if (x) {\n    y();\n  }\n\n";
    git.write("code.txt", loop.repeat(4) + "first();\n" + loop + "second();\n" + loop.repeat(3));
    git.commit("Begin");
    git.write(
        "code.txt", loop + "second();\n" + loop.repeat(6) + "third();\n" + loop + "first();\n");
    git.commit("Move");

    projection.project(SHOP);

    expectWhatGitSays();
  }

  @Test
  void binaryFilesHaveNoLines() {
    git.write("image.bin", new byte[] {1, 0, 2, 0, 3});
    CommitId added = git.commit("Add an image");
    git.write("image.bin", new byte[] {1, 0, 2, 0, 4, 0});
    CommitId changed = git.commit("Change an image");

    projection.project(SHOP);

    expectWhatGitSays();
    assertThat(touched(added)).containsExactly("image.bin +- --");
    assertThat(touched(changed)).containsExactly("image.bin +- --");
  }

  @Test
  void aLinkAndAFileThatTurnsIntoOneAreEachOneFile() throws IOException {
    git.write("target", "one\ntwo\n");
    git.write("plain", "one\ntwo\nthree\n");
    Files.createSymbolicLink(git.folder().resolve("link"), Path.of("target"));
    git.commit("Add a link");
    Files.delete(git.folder().resolve("plain"));
    Files.createSymbolicLink(git.folder().resolve("plain"), Path.of("target"));
    CommitId turned = git.commit("Turn a file into a link");

    projection.project(SHOP);

    expectWhatGitSays();
    assertThat(touched(turned)).containsExactly("plain +1 -3");
  }

  @Test
  void aSubmoduleIsOneLine() {
    git.run("update-index", "--add", "--cacheinfo", "160000," + "a".repeat(40) + ",module");
    git.run("commit", "-q", "-m", "Add a submodule");
    git.run("update-index", "--cacheinfo", "160000," + "b".repeat(40) + ",module");
    git.run("commit", "-q", "-m", "Move a submodule");

    projection.project(SHOP);

    expectWhatGitSays();
  }

  @Test
  void oddFileNamesAreKept() {
    List<String> names =
        List.of(
            "with space",
            "tab\tin it",
            "line\nfeed",
            "\"quoted\"",
            "back\\slash",
            "日本語",
            "a:b",
            "🦊.txt");
    names.forEach(name -> git.write("odd/" + name, "one\n"));
    CommitId commit = git.commit("Add odd names");

    projection.project(SHOP);

    assertThat(touched(commit))
        .containsExactlyInAnyOrderElementsOf(
            names.stream().map(name -> "odd/" + name + " +1 -0").toList());
    expectWhatGitSays();
  }

  @Test
  void aRenameAModeAndASubmoduleAreToldAsGitTellsThem() {
    git.write("src/long.txt", numbered(1, 200));
    git.write("run.sh", "exit 0\n");
    git.commit("Begin");
    git.run("mv", "src/long.txt", "src/moved.txt");
    git.write("src/moved.txt", numbered(1, 195) + "and another end\n");
    git.run("update-index", "--chmod=+x", "run.sh");
    git.run("update-index", "--add", "--cacheinfo", "160000," + "a".repeat(40) + ",module");
    git.run("add", "src");
    git.run("commit", "-q", "-m", "Move");
    CommitId moved = git.head();

    projection.project(SHOP);

    assertThat(
            platform.texts(
                """
                MATCH (:Commit {sha: '%s'})-[t:TOUCHED]->(f:File)
                RETURN f.path + ' ' + t.change + ' ' + coalesce(t.modeBefore + ' ', '') + t.mode
                       + coalesce(' from ' + t.renamedFrom, '') + coalesce(' at ' + t.submodule, '')
                       + ' +' + t.added + ' -' + t.deleted AS text
                """
                    .formatted(moved)))
        .containsExactlyInAnyOrder(
            "src/moved.txt RENAMED 100644 from src/long.txt +1 -5",
            "run.sh MODIFIED 100644 100755 +0 -0",
            "module ADDED 160000 at " + "a".repeat(40) + " +1 -0");
    expectWhatGitSays();
  }

  @Test
  void noAttributeAndNoSettingOfTheRepositoryPlaysAPart() {
    git.write(".gitattributes", "*.txt -diff\n*.bin diff=strange\n");
    git.write("a.txt", "one\ntwo\n");
    git.write("b.bin", "one\n");
    CommitId commit = git.commit("Set attributes");

    projection.project(SHOP);

    assertThat(touched(commit))
        .containsExactlyInAnyOrder(".gitattributes +2 -0", "a.txt +2 -0", "b.bin +1 -0");
  }

  @Test
  void aFileNameThatIsNoUtf8KeepsItsBytes() {
    CommitId commit =
        fastImport(
            """
            commit refs/heads/main
            committer Ann <ann@example.org> 1769990000 +0000
            data 3
            odd
            from %s
            M 100644 inline "f\\344rbe"
            data 4
            one

            """
                .formatted(git.head()));

    projection.project(SHOP);

    assertThat(touched(commit)).containsExactly("\"f\\344rbe\" +1 -0");
  }

  @Test
  void twoFileNamesThatReadAlikeAreTwoFiles() {
    CommitId commit =
        fastImport(
            """
            commit refs/heads/main
            committer Ann <ann@example.org> 1769990000 +0000
            data 3
            odd
            from %s
            M 100644 inline "f\\344rbe"
            data 4
            one

            M 100644 inline "f\\303\\244rbe"
            data 4
            two

            """
                .formatted(git.head()));

    projection.project(SHOP);

    assertThat(touched(commit)).containsExactlyInAnyOrder("\"f\\344rbe\" +1 -0", "färbe +1 -0");
  }

  @Test
  void aMessageIsReadInTheEncodingThatItsCommitNames() {
    git.run("config", "i18n.commitEncoding", "ISO-8859-1");
    git.write("message", "Gr\u00fc\u00dfe an alle\n".getBytes(StandardCharsets.ISO_8859_1));
    git.run("commit", "-q", "--allow-empty", "-F", "message");
    CommitId latin = git.head();
    git.run("config", "--unset", "i18n.commitEncoding");
    CommitId folded = git.commit("A subject\nof two lines\n\nand a body");
    CommitId strange = withHeader("encoding no-such-encoding");
    CommitId silent = raw("author Ann <ann@example.org> 1769990000 +0000", "");

    projection.project(SHOP);

    assertThat(subject(latin)).isEqualTo("Grüße an alle");
    assertThat(subject(folded)).isEqualTo("A subject of two lines");
    assertThat(subject(strange)).isEqualTo("Strange");
    assertThat(subject(silent)).isEmpty();
    expectWhatGitSays();
  }

  @Test
  void anAuthorLineThatMakesNoSenseCostsNothingButTheAuthor() {
    List<CommitId> commits =
        Stream.of(
                "author Ann <ann@example.org> 99999999999999999 +0000",
                "author Ann <ann@example.org> 1769990000000 +9999",
                "author Ann <ann@example.org> 20000000000000000 +0000",
                "author Ann <ann@example.org> now",
                "author Ann",
                "author <> 1769990000 +0000",
                "author \u0001 <\u0001@\n> 1 +0000")
            .map(author -> raw(author, "Strange\n"))
            .toList();
    CommitId unread = raw("author \u0000 <ann@example.org> 1 +0000", "After what Git reads\n");

    projection.project(SHOP);

    expectWhatGitSays();
    assertThat(commits).allSatisfy(commit -> assertThat(subject(commit)).isEqualTo("Strange"));
    assertThat(subject(unread)).isEmpty();
  }

  @Test
  void whatARewriteTookFromABranchStaysAndTheNewHistoryIsAdded() {
    CommitId before = git.commit("Before the rewrite");
    projection.project(SHOP);
    git.run("reset", "-q", "--hard", "HEAD~2");
    git.write("new.txt", "new\n");
    CommitId after = git.commit("After the rewrite");

    projection.project(SHOP);
    projection.project(SHOP);

    expectWhatGitSays(before);
    assertThat(commits()).contains(before.value(), after.value());
  }

  @Test
  void longHistoriesAreTakenInInBatchesAndProcessesAtOnceWriteEachCommitOnce() throws Exception {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      stream
          .append("commit refs/heads/main\nmark :")
          .append(i + 1)
          .append("\ncommitter Ann <ann@example.org> 1769990000 +0000\ndata 1\nx\n")
          .append(i == 0 ? "from " + git.head() + "\n" : "")
          .append("M 100644 inline file\ndata 5\n")
          .append(1000 + i)
          .append("\n\n");
    }
    fastImport(stream.toString());
    platform.manifests().add(WORKER, NOW, platform.records().opened(DeploymentId.create(NOW), 1));
    platform.publishPolicy();
    projection.migrate();
    Projection elsewhere = platform.projectionElsewhere();

    AtOnce.run(
        () -> projection.project(SHOP),
        () -> elsewhere.project(SHOP),
        () -> elsewhere.project(MANIFESTS));

    expectCommitsAndParents(List.of("main"));
    assertThat(
            platform.texts(
                "MATCH (a)-[r]->(b) WHERE type(r) IN ['PARENT', 'IN_REPOSITORY', 'TOUCHED',"
                    + " 'AUTHORED_BY'] WITH a, b, type(r) AS type, count(r) AS times"
                    + " WHERE times > 1 RETURN a.id + ' ' + type + ' ' + b.id AS text"))
        .isEmpty();
  }

  /// Compares the graph with `git rev-list` and `git show --numstat`.
  ///
  /// @param rewritten tips that no branch has any more
  private void expectWhatGitSays(CommitId... rewritten) {
    List<String> tips = new ArrayList<>(List.of("--branches"));
    Stream.of(rewritten).map(CommitId::value).forEach(tips::add);
    expectCommitsAndParents(tips);
    for (String commit : git.lines(with(tips, "rev-list", "--no-merges"))) {
      assertThat(touched(new CommitId(commit)))
          .as(commit)
          .containsExactlyInAnyOrderElementsOf(numstat(commit));
    }
  }

  private void expectCommitsAndParents(List<String> tips) {
    List<String> expected = git.lines(with(tips, "rev-list"));
    assertThat(commits()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            platform.texts(
                "MATCH (c:Commit)-[p:PARENT]->(o) WITH c, p, o ORDER BY p.n"
                    + " WITH c, collect(o.sha) AS parents, collect(p.n) AS numbers"
                    + " WHERE numbers = range(1, size(parents))"
                    + " RETURN reduce(text = c.sha, sha IN parents | text + ' ' + sha) AS text"))
        .containsExactlyInAnyOrderElementsOf(
            git.lines(with(tips, "rev-list", "--parents", "--min-parents=1")));
  }

  private List<String> numstat(String commit) {
    String[] fields =
        git.run("show", "-M50%", "-l1000", "--numstat", "-z", "--format=", commit).split("\0", -1);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      String[] field = fields[i].stripLeading().split("\t", 3);
      if (field.length == 3) {
        String path = field[2].isEmpty() ? fields[i += 2] : field[2];
        files.add(path + " +" + field[0] + " -" + field[1]);
      }
    }
    return files;
  }

  private List<String> commits() {
    return platform.texts(
        "MATCH (c:Commit)-[:IN_REPOSITORY]->(:Repository {name: 'shop'}) RETURN c.sha AS text"
            + " ORDER BY text");
  }

  private List<String> parents(CommitId commit) {
    return platform.texts(
        "MATCH (:Commit {sha: '%s'})-[p:PARENT]->(o) RETURN o.sha AS text ORDER BY p.n"
            .formatted(commit));
  }

  private List<String> touched(CommitId commit) {
    return platform.texts(
        """
        MATCH (:Commit {sha: '%s'})-[t:TOUCHED]->(f:File)
        RETURN f.path + ' +' + coalesce(toString(t.added), '-')
               + ' -' + coalesce(toString(t.deleted), '-') AS text
        """
            .formatted(commit));
  }

  private String subject(CommitId commit) {
    return platform
        .texts("MATCH (c:Commit {sha: '%s'}) RETURN c.subject AS text".formatted(commit))
        .getFirst();
  }

  private void branch(String name, String file) {
    git.run("checkout", "-q", "-b", name);
    git.write(file, "one\n");
    git.commit("Work on " + name);
    git.run("checkout", "-q", "main");
  }

  private CommitId fastImport(String stream) {
    git.bytes(stream.getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    return git.head();
  }

  private CommitId withHeader(String header) {
    return raw("author Ann <ann@example.org> 1769990000 +0000", header, "Strange\n");
  }

  private CommitId raw(String author, String message) {
    return raw(author, "", message);
  }

  /// A commit object of these bytes, whatever Git thinks of it.
  private CommitId raw(String author, String header, String message) {
    String object =
        "tree %s\nparent %s\n%s\ncommitter Ann <ann@example.org> 1769990000 +0000\n%s\n%s"
            .formatted(
                git.run("rev-parse", "HEAD^{tree}"),
                git.head(),
                author,
                header.isEmpty() ? "" : header + "\n",
                message);
    byte[] id =
        git.bytes(
            object.getBytes(StandardCharsets.UTF_8),
            "hash-object",
            "-t",
            "commit",
            "-w",
            "--stdin",
            "--literally");
    CommitId commit = new CommitId(new String(id, StandardCharsets.US_ASCII).strip());
    git.run("update-ref", "refs/heads/main", commit.value());
    return commit;
  }

  private static String[] with(List<String> tips, String... command) {
    return Stream.concat(Stream.of(command), tips.stream()).toArray(String[]::new);
  }

  private static String numbered(int from, int to) {
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(from, to).forEach(i -> text.append("line ").append(i).append('\n'));
    return text.toString();
  }
}
