package com.caiatech.afdp.lambdas.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commit objects made of pieces at random, or those of the repository that `-Dafdp.history=PATH`
/// names, read here and by the stock `git log`, which is asked once for all of them.
class CommitTextOfStockGitTest {
  private static final String GIVEN = System.getProperty("afdp.history", "");
  private static final int COMMITS = Integer.getInteger("afdp.histories", 1500);
  private static final long SEED = Long.getLong("afdp.seed", 8);
  private static final String FIELD = "\u001f";
  private static final String FORMAT =
      String.join(
          "%x1f",
          List.of(
              "%H",
              "%an",
              "%ae",
              "%at",
              "%ai",
              "%cn",
              "%ce",
              "%ct",
              "%ci",
              "%s",
              "%b",
              "%(trailers:only,unfold)%x1e"));

  private static final List<String> LINES =
      List.of(
          "",
          "",
          "",
          " ",
          "\t",
          "A line of text",
          "text with a colon: here",
          "Signed-off-by: Ann <ann@example.org>",
          "Signed-off-by:Ann",
          "Co-authored-by: Bob <bob@example.org>",
          "Co-authored-by :  Eve Of <eve@example.org>  ",
          "Fixes: #12",
          "Refs \t: SHOP-1\r",
          "Key: ",
          "Key:",
          ": no key",
          "a-b-1:c:d",
          "Ключ: value",
          "BREAKING CHANGE: it breaks",
          " goes on",
          "\tgoes on: too  ",
          "# a comment",
          "#Key: value",
          "Conflicts:",
          "\tfile",
          "# ------------------------ >8 ------------------------",
          "---",
          "--- file",
          "(cherry picked from commit " + "1".repeat(40) + ")",
          "This reverts commit " + "2".repeat(40) + ".",
          "Trailing  \r");
  private static final List<String> NAMES =
      List.of("Ann B.", "", "  Ann  ", "A > B", "Zoë", "Ann \"the\" O'Neil", "A\tB");
  private static final List<String> ADDRESSES =
      List.of("<ann@example.org>", "<>", "<a b@c >", "<a>b>", "<a<b>", "", "<", "<a@b");
  private static final List<String> TIMES =
      List.of(
          " 1769990000 +0100",
          " 1769990000 -0330",
          " 0 +0000",
          " 1 -0000",
          " 99999999999999999999 +0000",
          " 253402300799 +1400",
          " 1769990000 +9999",
          " 1769990000 +0100 more",
          "1769990000\t+0100",
          " -5 +0000",
          " now",
          " 1769990000",
          "");
  private static final List<String> ENCODINGS = List.of("ISO-8859-1", "windows-1251", "no-such");

  @TempDir Path folder;

  @Test
  void everythingIsReadAsStockGitReadsIt() throws IOException {
    Map<String, byte[]> commits = GIVEN.isEmpty() ? made() : given();
    StockGit git = StockGit.of(GIVEN.isEmpty() ? folder : Path.of(GIVEN));
    byte[] asked = String.join("\n", commits.keySet()).getBytes(StandardCharsets.US_ASCII);
    String said =
        new String(
            git.bytes(asked, "log", "--no-walk=unsorted", "--stdin", "--format=" + FORMAT),
            StandardCharsets.UTF_8);
    List<String> answers = List.of(said.split("\u001e\n"));

    assertThat(answers).hasSameSizeAs(commits.keySet());
    for (String answer : answers) {
      String[] fields = answer.split(FIELD, -1);
      byte[] raw = commits.getOrDefault(fields[0], new byte[0]);
      assertThat(told(raw))
          .as("seed %d: %s", SEED, new String(raw, StandardCharsets.UTF_8))
          .isEqualTo(expected(fields, raw));
    }
  }

  /// The commits of the branches and tags of a repository.
  private static Map<String, byte[]> given() throws IOException {
    Map<String, byte[]> commits = new LinkedHashMap<>();
    try (SourceMirror source = SourceMirror.reading(Path.of(GIVEN));
        RevWalk walk = new RevWalk(source.repository())) {
      for (String id : StockGit.of(Path.of(GIVEN)).lines("rev-list", "--branches", "--tags")) {
        commits.put(id, walk.parseCommit(ObjectId.fromString(id)).getRawBuffer());
      }
    }
    return commits;
  }

  private Map<String, byte[]> made() throws IOException {
    Map<String, byte[]> commits = new LinkedHashMap<>();
    Random random = new Random(SEED);
    new StockGit(folder);
    try (SourceMirror source = SourceMirror.reading(folder);
        ObjectInserter inserter = source.repository().newObjectInserter()) {
      while (commits.size() < COMMITS) {
        byte[] raw = commit(random);
        commits.put(inserter.insert(Constants.OBJ_COMMIT, raw).name(), raw);
      }
      inserter.flush();
    }
    return commits;
  }

  /// What is read here, in the form of the judge's answer.
  private static List<String> told(byte[] raw) {
    CommitText text = CommitText.read(raw);
    List<String> told = new ArrayList<>();
    addPerson(told, text.author());
    addPerson(told, text.committer());
    told.add(text.message().subject());
    Sha256 body = text.message().bodySha256();
    told.add(isEncoded(raw) || body == null ? "" : body.value());
    Trailers.of(new RawCommit(raw).message()).stream()
        .map(it -> it.key() + ": " + it.value())
        .forEach(told::add);
    return told;
  }

  private static void addPerson(List<String> told, @Nullable Signature person) {
    told.add(person == null ? "" : person.name());
    told.add(person == null ? "" : person.address());
    CommitTime time = person == null ? null : person.time();
    told.add(time == null ? "" : Long.toString(time.at().getEpochSecond()));
    told.add(time == null || time.zone() == null ? "" : time.zone().replace(":", ""));
  }

  private static List<String> expected(String[] fields, byte[] raw) {
    List<String> expected = new ArrayList<>();
    for (int person = 1; person <= 5; person += 4) {
      expected.add(fields[person].strip());
      expected.add(fields[person + 1].strip());
      boolean held = !fields[person + 2].isEmpty() && fields[person + 2].length() <= 12;
      expected.add(held ? fields[person + 2] : "");
      String zone = fields[person + 3].replaceFirst(".* ", "");
      expected.add(held && zone.matches("[+-](0[0-9]|1[0-8])[0-5][0-9]") ? zone : "");
    }
    expected.add(fields[9]);
    expected.add(isEncoded(raw) || fields[10].isEmpty() ? "" : Sha256.ofUtf8(fields[10]).value());
    Stream.of(fields[11].split("\n")).filter(it -> !it.isEmpty()).forEach(expected::add);
    return expected;
  }

  private static boolean isEncoded(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1).contains("\nencoding ");
  }

  private static byte[] commit(Random random) {
    String encoding = random.nextInt(4) == 0 ? any(ENCODINGS, random) : "";
    String text =
        "tree %s\n%s%s%sgpgsig -\n author X <x@y> 1 +0000\n\n%s"
            .formatted(
                "a".repeat(40),
                person("author", random),
                person("committer", random),
                encoding.isEmpty() ? "" : "encoding " + encoding + "\n",
                message(random));
    return text.getBytes(
        encoding.isEmpty() || encoding.equals("no-such")
            ? StandardCharsets.UTF_8
            : Charset.forName(encoding));
  }

  private static String person(String header, Random random) {
    return random.nextInt(20) == 0
        ? ""
        : header
            + " "
            + any(NAMES, random)
            + (random.nextBoolean() ? " " : "")
            + any(random.nextBoolean() ? ADDRESSES.subList(0, 1) : ADDRESSES, random)
            + any(random.nextBoolean() ? TIMES.subList(0, 1) : TIMES, random)
            + "\n";
  }

  private static String message(Random random) {
    List<String> fewer =
        IntStream.range(0, 5).mapToObj(_ -> any(LINES, random)).collect(Collectors.toList());
    List<String> pieces = random.nextBoolean() ? LINES : fewer;
    String lines =
        IntStream.range(0, 1 + random.nextInt(12))
            .mapToObj(_ -> any(pieces, random))
            .collect(Collectors.joining("\n"));
    return (random.nextInt(4) == 0 ? "" : "A subject\n\n")
        + lines
        + (random.nextInt(4) == 0 ? "" : "\n");
  }

  private static String any(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
