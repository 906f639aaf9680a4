package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files of a repository as its last commit left them, with what makes changes to them
/// dangerous.
final class Codebase {
  private static final double CHURN_HALF_LIFE_DAYS = 30;
  private static final double INCIDENT_HALF_LIFE_DAYS = 90;
  private static final int LONG_FILE = 160;

  private final Map<String, FileState> files = new HashMap<>();
  private int size;
  private int head = -1;
  private Instant lastCommit;

  Codebase(Instant begin) {
    this.lastCommit = begin;
  }

  /// How many commits it has.
  int size() {
    return size;
  }

  /// The position of its branch's last commit.
  int head() {
    return head;
  }

  /// The moment of its last commit.
  Instant lastCommit() {
    return lastCommit;
  }

  int lines(String path) {
    FileState file = files.get(path);
    return file == null ? 0 : file.lines;
  }

  /// A change of about so many lines, of a file that may be new.
  FileChange change(String path, int about, double replaced, Chance chance) {
    int lines = lines(path);
    int added = Math.max(1, about);
    int wanted = (int) Math.round(about * (lines > LONG_FILE ? 1.2 : replaced));
    int deleted = Math.min(Math.max(0, lines - 1), wanted);
    int line = lines == deleted ? 0 : chance.between(0, lines - deleted);
    return new FileChange(path, line, deleted, added);
  }

  /// The change that undoes another one, where the file is still long enough.
  FileChange undo(FileChange done) {
    int lines = lines(done.path());
    int deleted = Math.max(0, Math.min(lines - 1, done.added()));
    int line = Math.min(done.line(), lines - deleted);
    return new FileChange(
        done.path(), line, deleted, Math.max(deleted == 0 ? 1 : 0, done.deleted()));
  }

  /// How often the hottest of the files was changed of late.
  double churn(List<FileChange> changes, Instant at) {
    return changes.stream()
        .map(change -> files.get(change.path()))
        .mapToDouble(file -> file == null ? 0 : file.churn.at(at))
        .max()
        .orElse(0);
  }

  /// How many faults were found in the files of late.
  double incidents(List<FileChange> changes, Instant at) {
    return changes.stream()
        .map(change -> files.get(change.path()))
        .mapToDouble(file -> file == null ? 0 : file.incidents.at(at))
        .sum();
  }

  /// How many earlier commits of the person touched these files, on average.
  double experience(List<FileChange> changes, int person) {
    return changes.stream()
        .map(change -> files.get(change.path()))
        .mapToInt(file -> file == null ? 0 : file.authors.getOrDefault(person, 0))
        .average()
        .orElse(0);
  }

  /// Takes a commit.
  ///
  /// @param onBranch whether it is on the branch that is deployed, and so its new head
  /// @return its position
  int take(List<FileChange> changes, int author, Instant at, boolean onBranch) {
    for (FileChange change : changes) {
      FileState file = files.computeIfAbsent(change.path(), _ -> new FileState());
      file.lines += change.added() - change.deleted();
      file.churn.add(at);
      file.authors.merge(author, 1, Integer::sum);
    }
    lastCommit = at;
    int position = size++;
    if (onBranch) {
      head = position;
    }
    return position;
  }

  /// A fault of the file was found.
  void foundFault(String path, Instant at) {
    FileState file = files.get(path);
    if (file != null) {
      file.incidents.add(at);
    }
  }

  /// How the lines of a change are spread over its files: 0 for one file, 1 for evenly.
  static double entropy(List<FileChange> changes) {
    if (changes.size() < 2) {
      return 0;
    }
    double total = changes.stream().mapToInt(Codebase::lines).sum();
    double entropy = 0;
    for (FileChange change : changes) {
      double share = lines(change) / total;
      entropy -= share > 0 ? share * StrictMath.log(share) : 0;
    }
    return entropy / StrictMath.log(changes.size());
  }

  /// All lines that a commit adds and deletes.
  static int allLines(List<FileChange> changes) {
    return changes.stream().mapToInt(Codebase::lines).sum();
  }

  private static int lines(FileChange change) {
    return change.added() + change.deleted();
  }

  private static final class FileState {
    private final Fading churn = new Fading(CHURN_HALF_LIFE_DAYS);
    private final Fading incidents = new Fading(INCIDENT_HALF_LIFE_DAYS);
    private final Map<Integer, Integer> authors = new HashMap<>();
    private int lines;
  }

  /// A count in which each one counts half after a time.
  private static final class Fading {
    private final double halfLifeDays;
    private double value;
    private Instant moment = Instant.EPOCH;

    Fading(double halfLifeDays) {
      this.halfLifeDays = halfLifeDays;
    }

    double at(Instant now) {
      double days = Duration.between(moment, now).toMinutes() / (24.0 * 60);
      return value * StrictMath.pow(0.5, Math.max(0, days) / halfLifeDays);
    }

    void add(Instant now) {
      value = at(now) + 1;
      moment = now;
    }
  }
}
