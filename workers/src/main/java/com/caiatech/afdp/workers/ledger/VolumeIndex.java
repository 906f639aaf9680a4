package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.PathReading;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.platform.RecordedRegistration;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands in a volume and where, kept in memory: read once from the first commit, then only
/// what is new. Every commit is checked on the way. When another trust policy comes into force, all
/// of it is read and judged again, since verdicts and recorded times may differ under it. Safe for
/// use by several threads.
///
/// An entry costs some 400 bytes; a full volume of 2 million records some 800 MB.
final class VolumeIndex {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeIndex.class);

  private final VolumeReader reader;
  private final PolicySource policies;
  private final Repository repository;
  private final WriterMark mark;
  private final AcceptedMark accepted;
  private Contents contents;

  VolumeIndex(
      Repository repository,
      VolumeReader reader,
      PolicySource policies,
      WriterMark mark,
      AcceptedMark accepted) {
    this.repository = repository;
    this.reader = reader;
    this.policies = policies;
    this.mark = mark;
    this.accepted = accepted;
    this.contents = new Contents(reader.volume(), TrustPolicy.nobody().digest());
  }

  /// What was read so far.
  private static final class Contents {
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Entry> order = new ArrayList<>();
    private final Map<SubjectId, List<Entry>> subjects = new LinkedHashMap<>();
    private final Map<Scope, Set<SubjectId>> scopes = new HashMap<>();
    private final List<RecordedRegistration> registrations = new ArrayList<>();
    private final Map<Sha256, Entry> reports = new HashMap<>();
    private final TrustedCommits trusted = new TrustedCommits();
    private final Sha256 policy;
    private List<RecordedRegistration> told = List.of();
    private VolumePosition position;
    private @Nullable Sha256 headSha256;
    private long datedBy;

    /// @param policy by which all of it is judged
    private Contents(VolumeName volume, Sha256 policy) {
      this.position = VolumePosition.start(volume);
      this.policy = policy;
    }
  }

  Series series() {
    return reader.series();
  }

  VolumeName volume() {
    return reader.volume();
  }

  /// Reads and checks what is new up to the tip, which is asked for once nobody else reads.
  ///
  /// @return the position after it, and the digest of the raw head commit
  /// @throws WorkersException.LedgerStopped while the host shows no head that descends from what
  ///   observers accepted and from what this worker pushed, and at a structural fault; what stands
  ///   before it is kept, and the next call judges what then comes after it
  /// @throws WorkersException.LedgerUnavailable when the repository cannot be read
  synchronized Head catchUp(Supplier<@Nullable CommitId> tip) {
    CommitId head = accepted.compared(repository, tip);
    mark.require(repository, head);
    return read(head);
  }

  /// Takes what this worker pushed as it was judged when it was made. Where it does not come after
  /// what was read, where other policies are in force, and among the policies themselves, it is
  /// left to be read as all else is.
  ///
  /// @param before the position that it was made for
  synchronized void take(CommitWriter.Judged pushed, VolumePosition before) {
    if (series() != Series.TRUST_POLICY
        && before.equals(contents.position)
        && pushed.policy().equals(contents.policy)) {
      take(contents, pushed.commit());
    }
  }

  /// The same up to what this worker pushed itself, which others may have built upon since.
  synchronized Head catchUpWithPush(Supplier<@Nullable CommitId> lastSeen) {
    return read(lastSeen.get());
  }

  private Head read(@Nullable CommitId head) {
    long seen = System.nanoTime();
    if (contents.position.head() != null) {
      // whether the head descends from what was read is no question of policy
      catchUp(contents, head, seen);
    }
    Sha256 policy;
    do {
      policy = policies.get().digest();
      boolean same = policy.equals(contents.policy);
      catchUp(same ? contents : new Contents(volume(), policy), head, seen);
    } while (!policy.equals(policies.get().digest()));
    return new Head(contents.position, contents.headSha256, contents.datedBy);
  }

  /// Reads and checks an ended volume up to the commit with which it ends, from the objects at
  /// hand, whatever its host shows.
  ///
  /// @throws WorkersException.LedgerStopped when they are not all there
  synchronized void catchUpToEnd(CommitId end) {
    Sha256 policy = policies.get().digest();
    if (!policy.equals(contents.policy) || !end.equals(contents.position.head())) {
      catchUp(new Contents(volume(), policy), end, System.nanoTime());
    }
  }

  /// What stands before a structural fault replaces what was read by an earlier policy; what an
  /// outage cut off does not.
  private void catchUp(Contents read, @Nullable CommitId head, long seen) {
    if (!Objects.equals(head, read.position.head())) {
      try (CommitReadings readings = reader.since(read.position, head)) {
        while (readings.hasNext()) {
          switch (readings.next()) {
            case CommitReading.Good(LedgerCommit commit) -> take(read, commit, seen);
            case CommitReading.Empty nothing -> take(read, nothing);
            case CommitReading.Structural fault ->
                throw new WorkersException.LedgerStopped(
                    fault.describe() + "; nothing was written");
          }
        }
      } catch (SchemasException.LedgerFault unreadable) {
        throw new WorkersException.LedgerUnavailable(
            String.valueOf(unreadable.getMessage()), unreadable);
      } catch (WorkersException.LedgerStopped stopped) {
        contents = read;
        throw stopped;
      }
    }
    contents = read;
  }

  synchronized VolumePosition position() {
    return contents.position;
  }

  /// The entry at a place; none where nothing, or something else, stands there.
  synchronized Optional<Entry> at(RecordRef ref) {
    return Optional.ofNullable(contents.entries.get(ref.path()))
        .filter(entry -> entry.index() == ref.index());
  }

  /// The entry at a path.
  synchronized Optional<Entry> at(LedgerPath place) {
    return Optional.ofNullable(contents.entries.get(place.text()));
  }

  /// A reference to an entry.
  RecordRef ref(Entry entry) {
    return new RecordRef(volume(), entry.index(), entry.path(), entry.sha256());
  }

  /// The entries about the subject, in the order of the volume.
  synchronized List<Entry> about(SubjectId subject) {
    return List.copyOf(contents.subjects.getOrDefault(subject, List.of()));
  }

  /// The subjects with a record in the scope that counts, in the order of their first entries.
  synchronized List<SubjectId> subjects(Scope scope) {
    return List.copyOf(contents.scopes.getOrDefault(scope, Set.of()));
  }

  /// The subjects with a record of one of the kinds that counts, in the order of their first
  /// entries.
  synchronized List<SubjectId> subjectsWith(Set<RecordKind> kinds) {
    return contents.subjects.entrySet().stream()
        .filter(
            subject ->
                subject.getValue().stream()
                    .anyMatch(e -> e.kind() != null && kinds.contains(e.kind())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The registrations that count, of those read so far; the same list while they are the same.
  synchronized List<RecordedRegistration> registrations() {
    if (contents.told.size() != contents.registrations.size()) {
      contents.told = List.copyOf(contents.registrations);
    }
    return contents.told;
  }

  /// The first report that counts of what another deployer did.
  synchronized Optional<Entry> report(Sha256 identity) {
    return Optional.ofNullable(contents.reports.get(identity));
  }

  /// Whether the volume holds what was read up to the position, as far as it was read here.
  synchronized boolean holds(VolumePosition position) {
    int read = (int) Math.min(position.size(), contents.order.size());
    return position.equals(after(read));
  }

  /// The entries of some kinds that counted when they were read, after a position that the volume
  /// holds.
  ///
  /// @param most how many entries of any kind are looked at
  synchronized Follow follow(VolumePosition position, Set<RecordKind> kinds, int most) {
    int from = (int) position.size();
    int until = Math.min(contents.order.size(), from + most);
    List<Entry> wanted =
        contents.order.subList(from, until).stream()
            .filter(entry -> entry.kind() != null && kinds.contains(entry.kind()))
            .toList();
    return new Follow(wanted, after(until));
  }

  private VolumePosition after(int entries) {
    return entries == 0 ? VolumePosition.start(volume()) : after(contents.order.get(entries - 1));
  }

  /// The position after an entry, which says nothing of time.
  VolumePosition after(Entry entry) {
    return new VolumePosition(volume(), entry.index() + 1, entry.commit(), null);
  }

  /// The entries with their verdicts, in the given order: as they were judged by the policies in
  /// force where that was not long ago, else judged again from the bytes in the repository. Each
  /// commit is read once.
  List<ReadEntry> judge(List<Entry> wanted) {
    long asked = System.nanoTime();
    Contents known = contents();
    boolean inForce = policies.get().digest().equals(known.policy);
    Map<CommitId, JudgedCommit> commits = new HashMap<>();
    List<ReadEntry> read = new ArrayList<>(wanted.size());
    for (Entry entry : wanted) {
      JudgedCommit commit =
          commits.computeIfAbsent(
              entry.commit(),
              id ->
                  (inForce ? known.trusted.get(id) : Optional.<JudgedCommit>empty())
                      .orElseGet(() -> judgeCommit(entry, asked)));
      int place = Math.toIntExact(entry.index() - entry.before().size());
      read.add(
          new ReadEntry(
              ref(entry),
              commit.entries().get(place).verdict(),
              commit.recordedAt(),
              commit.commit().files().get(place)));
    }
    return read;
  }

  private synchronized Contents contents() {
    return contents;
  }

  private JudgedCommit judgeCommit(Entry entry, long asked) {
    try (CommitReadings readings = reader.since(entry.before(), entry.commit())) {
      return switch (readings.next()) {
        case CommitReading.Good(LedgerCommit commit) -> judge(commit, entry.before(), asked);
        case CommitReading.Empty nothing ->
            throw new IllegalStateException("commit " + nothing.commit() + " had entries");
        case CommitReading.Structural fault ->
            throw new WorkersException.LedgerStopped(
                fault.describe() + "; it was good when it was read before");
      };
    } catch (SchemasException.LedgerFault unreadable) {
      throw new WorkersException.LedgerUnavailable(
          String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  private void take(Contents read, LedgerCommit commit, long seen) {
    take(read, judge(commit, read.position, seen));
  }

  private void take(Contents read, JudgedCommit judged) {
    VolumePosition before = read.position;
    LedgerCommit commit = judged.commit();
    for (JudgedEntry found : judged.entries()) {
      Optional<LedgerRecord> record =
          found.verdict() instanceof Verdict.Trusted trusted
              ? Optional.of(trusted.record())
              : Optional.empty();
      Entry entry =
          new Entry(
              found.entry().index(),
              found.entry().path(),
              found.entry().sha256(),
              record.map(r -> r.header().kind()).orElse(null),
              commit.id(),
              before);
      read.entries.put(entry.path(), entry);
      read.order.add(entry);
      record.ifPresent(it -> takeNamed(read, entry, it));
      if (LedgerPath.read(entry.path()) instanceof PathReading.Good(LedgerPath path)) {
        read.subjects.computeIfAbsent(path.subject(), s -> new ArrayList<>()).add(entry);
        if (record.filter(it -> it.header().kind().isOfDeployment()).isPresent()) {
          read.scopes.computeIfAbsent(path.scope(), s -> new LinkedHashSet<>()).add(path.subject());
        }
      }
    }
    read.trusted.add(judged);
    if (!Objects.equals(judged.recordedAt(), before.recordedAt())) {
      read.datedBy = commit.firstIndex();
    }
    read.position = judged.after();
    read.headSha256 = commit.raw().sha256();
  }

  /// What is looked up by something else than its subject.
  private void takeNamed(Contents read, Entry entry, LedgerRecord record) {
    if (record.body() instanceof AssertedDeployment asserted) {
      read.reports.putIfAbsent(asserted.identity(record.header().scope()), entry);
    }
    if (record.body() instanceof SourceRegistration registration) {
      read.registrations.add(
          new RecordedRegistration(
              volume(), entry.index(), record.header().recordId(), registration));
    }
  }

  private void take(Contents read, CommitReading.Empty nothing) {
    LOG.warn("Commit {} of {} adds nothing: a violation", nothing.commit(), volume());
    read.position = read.position.after(nothing);
    read.headSha256 = nothing.sha256();
  }

  private JudgedCommit judge(LedgerCommit commit, VolumePosition before, long since) {
    return policies.judge(
        since,
        history -> VolumeVerifier.judge(commit, before.recordedAt(), history.currentOrNobody()),
        judged -> judged.entries().stream().allMatch(e -> e.verdict() instanceof Verdict.Trusted));
  }

  /// Where an entry stands.
  ///
  /// @param kind absent where the entry did not count when it was read
  /// @param commit the one that added it
  /// @param before the position before that commit
  record Entry(
      long index,
      String path,
      Sha256 sha256,
      @Nullable RecordKind kind,
      CommitId commit,
      VolumePosition before) {}

  /// What was found after a position.
  ///
  /// @param until up to where was looked
  record Follow(List<Entry> entries, VolumePosition until) {}

  /// The end of what was read.
  ///
  /// @param sha256 of the raw head commit; absent while the volume is empty
  /// @param datedBy the first entry of the commit whose recorded-at is the position's
  record Head(VolumePosition position, @Nullable Sha256 sha256, long datedBy) {}
}
