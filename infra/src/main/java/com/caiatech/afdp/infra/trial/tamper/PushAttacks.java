package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.PathReading;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.FileMode;

/// What whoever can push to the ledgers' host does without any key of the platform's.
final class PushAttacks {
  private static final byte[] FORGED = "{}".getBytes(StandardCharsets.UTF_8);

  private final Loot loot;
  private final Random random;
  private final List<LedgerAttack> attacks = new ArrayList<>();

  private PushAttacks(Loot loot, Random random) {
    this.loot = loot;
    this.random = random;
  }

  static List<LedgerAttack> all(Loot loot, Random random) {
    PushAttacks push = new PushAttacks(loot, random);
    push.additions();
    push.structure();
    push.branches();
    return push.attacks;
  }

  private void additions() {
    changed(
        "a record without a signature",
        ViolationKind.UNSIGNED,
        (copy, draft) -> {
          draft.add(free(copy), FORGED);
        });
    add(
        "an empty commit without a signature",
        Ledgers.EMPTY_COMMIT,
        ledgers -> any(ledgers).commit(draft -> {}));
    changed(
        "a record signed by a key of its own",
        ViolationKind.UNKNOWN_KEY,
        (copy, draft) -> {
          draft.signedBy(loot.stranger).add(free(copy), FORGED);
        });
    changed(
        "the signature of another commit",
        ViolationKind.BAD_SIGNATURE,
        (copy, draft) -> {
          draft.signature = copy.signature();
          draft.add(free(copy), FORGED);
        });
    changed(
        "a signature that is none",
        ViolationKind.BAD_SIGNATURE,
        (copy, draft) -> {
          draft.signature =
              "-----BEGIN PGP SIGNATURE-----\n\nnonsense\n-----END PGP SIGNATURE-----";
          draft.add(free(copy), FORGED);
        });
    changed(
        "a file of more than 1 MiB",
        ViolationKind.OVERSIZE,
        (copy, draft) -> {
          draft.add(free(copy), new byte[AddedFile.MAX_BYTES + 1]);
        });
    changed(
        "bytes that are no JSON",
        ViolationKind.MALFORMED,
        (copy, draft) -> {
          draft.add(free(copy), "{".getBytes(StandardCharsets.UTF_8));
        });
  }

  private void structure() {
    changed(
        "a record deleted",
        ViolationKind.DELETED_RECORD,
        (copy, draft) -> {
          draft.removed.add(victim(copy));
        });
    changed(
        "a record changed",
        ViolationKind.CHANGED_RECORD,
        (copy, draft) -> {
          draft.add(victim(copy), FORGED);
        });
    changed(
        "a record made executable",
        ViolationKind.CHANGED_RECORD,
        (copy, draft) -> {
          draft.modes.put(victim(copy), FileMode.EXECUTABLE_FILE);
        });
    changed(
        "a file outside every folder",
        ViolationKind.BAD_PATH,
        (copy, draft) -> {
          draft.add("README.md", FORGED);
        });
    changed(
        "a symbolic link",
        ViolationKind.BAD_PATH,
        (copy, draft) -> {
          String path = free(copy);
          draft.add(path, "/etc/passwd".getBytes(StandardCharsets.UTF_8));
          draft.modes.put(path, FileMode.SYMLINK);
        });
    add(
        "a merge",
        Ledgers.violation(ViolationKind.MERGE),
        ledgers -> {
          VolumeCopy copy = any(ledgers);
          CommitId base = copy.head();
          CommitId side = copy.commit(draft -> draft.add(free(copy), FORGED));
          copy.commit(draft -> draft.parents = List.of(base, side));
        });
  }

  private void branches() {
    add(
        "a ledger set back by a commit",
        Ledgers.PENDING,
        ledgers -> ledgers.of(Series.APPROVALS).back());
    add(
        "a ledger whose branch is deleted",
        Ledgers.PENDING,
        ledgers -> ledgers.of(Series.APPROVALS).deleteBranch());
    add(
        "a last commit written anew",
        Ledgers.violation(ViolationKind.UNSIGNED),
        ledgers -> {
          VolumeCopy copy = ledgers.of(Series.CHECKS);
          List<String> paths = copy.paths();
          copy.commit(draft -> draft.removed.addAll(paths));
          copy.commit(
              draft -> {
                draft.parents = List.of();
                draft.firstIndex = 0;
                draft.parentSha256 = null;
                draft.add(paths.get(random.nextInt(paths.size())), FORGED);
              });
        });
    add(
        "a ledger under the name of another",
        Ledgers.violation(ViolationKind.WRONG_VOLUME),
        ledgers -> ledgers.replace(Series.APPROVALS, Series.CHECKS));
  }

  private interface Change {
    void make(VolumeCopy copy, ForgedCommit draft);
  }

  private void changed(String name, ViolationKind expected, Change change) {
    add(
        name,
        Ledgers.violation(expected),
        ledgers -> {
          VolumeCopy copy = any(ledgers);
          copy.commit(draft -> change.make(copy, draft));
        });
  }

  private void add(String name, String expected, Consumer<Ledgers> harm) {
    attacks.add(new LedgerAttack(Thief.PUSH, name, expected, harm));
  }

  /// Any ledger that holds more than one record.
  private VolumeCopy any(Ledgers ledgers) {
    List<Series> series = List.of(Series.DEPLOYMENT_MANIFESTS, Series.CHECKS, Series.APPROVALS);
    return ledgers.of(series.get(random.nextInt(series.size())));
  }

  private String victim(VolumeCopy copy) {
    return copy.paths().get(random.nextInt(copy.paths().size()));
  }

  /// A place of a record that stands, for another attempt.
  static String free(VolumeCopy copy) {
    if (LedgerPath.read(copy.paths().getFirst()) instanceof PathReading.Good(LedgerPath path)) {
      return path.attempt(2).text();
    }
    throw new IllegalStateException("the copy holds a path that is none");
  }
}
