package com.caiatech.afdp.lambdas.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.lambdas.testing.RandomHistory;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What deployments ship, what of it concerns a service and what commits touch, judged by stock
/// Git: on a random history with merges, or on the repository that `-Dafdp.history=PATH` names.
class HistoryOfStockGitTest {
  private static final String GIVEN = System.getProperty("afdp.history", "");
  private static final long SEED = Long.getLong("afdp.seed", 8);
  private static final int PAIRS = Integer.getInteger("afdp.histories", GIVEN.isEmpty() ? 30 : 300);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
  private static final List<String> LOG =
      List.of(
          "log",
          "-z",
          "--diff-merges=first-parent",
          "--raw",
          "--numstat",
          "--no-abbrev",
          "-M50%",
          "-l1000",
          "--diff-algorithm=myers",
          "--no-ext-diff",
          "--no-textconv",
          "--format=%H",
          "--all");

  private final Random random = new Random(SEED);
  private final SourceMirror mirror;
  private final StockGit git;
  private final Map<CommitId, List<CommitId>> parents = new LinkedHashMap<>();

  HistoryOfStockGitTest(@TempDir Path folder) {
    mirror =
        SourceMirror.reading(
            GIVEN.isEmpty() ? RandomHistory.in(folder.resolve("made"), SEED) : Path.of(GIVEN));
    git = StockGit.of(mirror.repository().getDirectory().toPath());
    for (String line : git.lines("rev-list", "--all", "--parents")) {
      List<CommitId> ids = Stream.of(line.split(" ", -1)).map(CommitId::new).toList();
      parents.put(ids.getFirst(), ids.subList(1, ids.size()));
    }
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void whatIsShippedAndWhatOfItIsInScopeIsWhatRevListNames() {
    List<CommitId> commits = List.copyOf(parents.keySet());
    List<String> places = places();
    int inScope = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      CommitId previous = any(commits);
      CommitId head = any(commits);
      RepositoryPart part =
          new RepositoryPart(new SourcePath(any(places)), List.of(new SourcePath(any(places))));
      String asked = "seed %d: %s..%s -- %s".formatted(SEED, previous, head, part.paths());
      Set<CommitId> range = ids("rev-list", previous + ".." + head);
      assertThat(mirror.range(previous, head))
          .as(asked)
          .isInstanceOfSatisfying(
              CommitRange.Listed.class,
              listed -> assertThat(Set.copyOf(listed.commits())).isEqualTo(range));
      Set<CommitId> concerned =
          ids(
              Stream.concat(
                      Stream.of("rev-list", "--full-history", head.value(), "--"),
                      part.paths().stream().map(SourcePath::value))
                  .toArray(String[]::new));
      concerned.retainAll(range);
      assertThat(mirror.inScope(range, part)).as(asked).isEqualTo(concerned);
      inScope += concerned.size();
    }
    assertThat(inScope).isPositive();
  }

  @Test
  void filesAndTheirLinesAreWhatLogTells() throws IOException {
    Map<CommitId, List<String>> expected = log();
    assertThat(expected.keySet()).isEqualTo(parents.keySet());
    GitCommand command = new GitCommand(new RepositoryName("history"), git.folder());
    try (DiffTree changes = new DiffTree(command)) {
      for (Map.Entry<CommitId, List<String>> told : expected.entrySet()) {
        CommitId commit = told.getKey();
        List<CommitId> before = parents.getOrDefault(commit, List.of());
        changes.ask(commit, before.isEmpty() ? null : before.getFirst());
        assertThat(changes.of(commit))
            .as("commit %s", commit)
            .extracting(HistoryOfStockGitTest::told)
            .containsExactlyInAnyOrderElementsOf(told.getValue());
      }
    }
  }

  private static String told(TouchedFile file) {
    String from = file.renamedFrom() == null ? file.path() : file.renamedFrom();
    return "%s %s %s %s +%s -%s"
        .formatted(
            file.change().name().charAt(0),
            file.mode(),
            from,
            file.path(),
            file.added() == null ? "-" : file.added(),
            file.deleted() == null ? "-" : file.deleted());
  }

  /// What `git log` says of all commits.
  private Map<CommitId, List<String>> log() {
    String[] fields =
        new String(git.bytes(new byte[0], LOG.toArray(String[]::new)), StandardCharsets.ISO_8859_1)
            .split("\0", -1);
    Map<CommitId, List<String>> log = new LinkedHashMap<>();
    List<String> heads = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      String field = fields[i].startsWith("\n") ? fields[i].substring(1) : fields[i];
      if (ID.matcher(field).matches()) {
        files = new ArrayList<>();
        log.put(new CommitId(field), files);
        heads.clear();
      } else if (field.startsWith(":")) {
        String[] raw = field.split(" ", -1);
        String from = path(fields[++i]);
        String to = raw[4].startsWith("R") ? path(fields[++i]) : from;
        String mode = raw[1].equals("000000") ? raw[0].substring(1) : raw[1];
        heads.add("%s %s %s %s".formatted(raw[4].charAt(0), mode, from, to));
      } else if (!field.isEmpty()) {
        String[] lines = field.split("\t", 3);
        i += lines[2].isEmpty() ? 2 : 0;
        files.add("%s +%s -%s".formatted(heads.removeFirst(), lines[0], lines[1]));
      }
    }
    return log;
  }

  private static String path(String bytes) {
    return GitPath.text(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Folders and files at the head's root, and folders in them.
  private List<String> places() {
    return Stream.of(
            git.lines("ls-tree", "--name-only", "HEAD"),
            git.lines("ls-tree", "-r", "-d", "--name-only", "HEAD"))
        .flatMap(List::stream)
        .filter(path -> path.matches("[A-Za-z0-9._/-]+"))
        .distinct()
        .toList();
  }

  private Set<CommitId> ids(String... command) {
    return git.lines(command).stream()
        .map(CommitId::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
