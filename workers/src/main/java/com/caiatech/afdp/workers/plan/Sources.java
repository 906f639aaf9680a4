package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.git.GitHosts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.FileAtCommit;
import com.caiatech.afdp.schemas.source.Resolution;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.reason.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the commits that a request means and the descriptor in them. Every answer is a refusal or
/// what was asked for.
public final class Sources {
  private static final int MOST_LOGGED = 300;
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  private final CurrentPlatform platform;
  private final SourceMirrors mirrors;
  private final GitHosts hosts;
  private final Duration patience;
  private final Duration fresh;

  /// @param patience how long to wait for a fetch
  /// @param fresh how long what was fetched is taken for what a ref names now
  public Sources(
      CurrentPlatform platform,
      SourceMirrors mirrors,
      GitHosts hosts,
      Duration patience,
      Duration fresh) {
    this.platform = platform;
    this.mirrors = mirrors;
    this.hosts = hosts;
    this.patience = patience;
    this.fresh = fresh;
  }

  /// From hosts that ask for no account; refs name what they name at this moment.
  public Sources(CurrentPlatform platform, SourceMirrors mirrors, Duration patience) {
    this(platform, mirrors, new GitHosts(null), patience, Duration.ZERO);
  }

  /// What was asked for, or why it cannot be had.
  ///
  /// @param <T> what was asked for
  public sealed interface Found<T> {
    /// It is there.
    record Here<T>(T value) implements Found<T> {}

    /// It is not; asking again gives the same answer, except for `UNAVAILABLE`.
    record Not<T>(RefusalReason reason, Reason message) implements Found<T> {}
  }

  /// A descriptor and the digest of its bytes.
  public record Described(Descriptor descriptor, Sha256 sha256) {}

  /// Fetches every repository that is asked for, from the role's repository of the service, and
  /// resolves the refs.
  ///
  /// @throws com.caiatech.afdp.workers.WorkersException.SourceBusy when a fetch takes too long
  public Found<Map<SourceRole, PinnedSource>> resolve(
      Platform.Service service, Map<SourceRole, RequestedSource> asked) {
    if (!asked.containsKey(SourceRole.APPLICATION)) {
      return new Found.Not<>(
          RefusalReason.INVALID_INPUT,
          Reason.of("a deployment needs a ref of the application; found none"));
    }
    Map<SourceRole, PinnedSource> pinned = new TreeMap<>();
    for (Map.Entry<SourceRole, RequestedSource> entry : asked.entrySet()) {
      Platform.Source registered = service.sources().get(entry.getKey());
      RepositoryName named = entry.getValue().repository();
      if (registered == null || !named.equals(registered.repository())) {
        return new Found.Not<>(
            RefusalReason.UNKNOWN_REF,
            Reason.of("service {} has {} as its {} repository, asked for was {}")
                .with(service.name())
                .with(
                    registered == null
                        ? Reason.of("none")
                        : Reason.of("{}").with(registered.repository()))
                .with(entry.getKey())
                .with(named));
      }
      switch (resolve(named, entry.getValue().ref())) {
        case Found.Here<CommitId>(CommitId commit) ->
            pinned.put(entry.getKey(), new PinnedSource(named, registered.part(), commit));
        case Found.Not<CommitId>(RefusalReason reason, Reason message) -> {
          return new Found.Not<>(reason, message);
        }
      }
    }
    return new Found.Here<>(pinned);
  }

  /// The same commits again, if the service still has its sources in these places.
  public Found<Map<SourceRole, PinnedSource>> again(
      Platform.Service service, Map<SourceRole, PinnedSource> pinned) {
    for (Map.Entry<SourceRole, PinnedSource> entry : pinned.entrySet()) {
      PinnedSource source = entry.getValue();
      if (!new Platform.Source(source.repository(), source.part())
          .equals(service.sources().get(entry.getKey()))) {
        return new Found.Not<>(
            RefusalReason.UNKNOWN_REF,
            Reason.of(
                    "service {} no longer has its {} source where it was in repository {}; ask for the commits with deploy")
                .with(service.name())
                .with(entry.getKey())
                .with(source.repository()));
      }
      if (commit(source.repository(), source.commitHash())
          instanceof Found.Not<CommitId>(RefusalReason reason, Reason message)) {
        return new Found.Not<>(reason, message);
      }
    }
    return new Found.Here<>(pinned);
  }

  /// Fetches the repository, unless what was fetched is fresh, and resolves the ref.
  public Found<CommitId> resolve(RepositoryName repository, String ref) {
    SourceMirror mirror = mirrors.of(repository);
    Optional<Found<CommitId>> problem = fetch(repository, fresh);
    return problem.orElseGet(
        () ->
            switch (mirror.resolve(ref)) {
              case Resolution.Resolved(CommitId commit) -> new Found.Here<>(commit);
              case Resolution.UnknownRef unknown ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_REF,
                      Reason.of("repository {} has no branch, tag or commit {}")
                          .with(repository)
                          .with(unknown));
              case Resolution.AmbiguousRef ambiguous ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_REF,
                      Reason.of("repository {} has several commits of the name {}")
                          .with(repository)
                          .with(ambiguous));
              case Resolution.EmptyRepository() -> noCommit(repository);
            });
  }

  /// Makes sure that the mirror holds the commit.
  public Found<CommitId> commit(RepositoryName repository, CommitId commit) {
    SourceMirror mirror = mirrors.of(repository);
    if (!mirror.contains(commit)) {
      Optional<Found<CommitId>> problem = fetch(repository, Duration.ZERO);
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    return mirror.contains(commit)
        ? new Found.Here<>(commit)
        : new Found.Not<>(
            RefusalReason.UNKNOWN_REF,
            Reason.of("repository {} no longer has the commit {}").with(repository).with(commit));
  }

  /// The descriptor in the service's folder of the application's commit, else in that of the
  /// configuration's, if it is valid and this service's.
  public Found<Described> descriptor(ServiceName service, Map<SourceRole, PinnedSource> pinned) {
    PinnedSource application =
        Optional.ofNullable(pinned.get(SourceRole.APPLICATION)).orElseThrow();
    Found<Described> ofApplication = descriptor(service, application);
    PinnedSource configuration = pinned.get(SourceRole.CONFIGURATION);
    return configuration != null && read(application) instanceof FileAtCommit.Absent
        ? descriptor(service, configuration)
        : ofApplication;
  }

  private FileAtCommit read(PinnedSource pinned) {
    return mirrors
        .of(pinned.repository())
        .read(pinned.commitHash(), pinned.pathOf(Descriptor.FILE), DescriptorParser.MAX_BYTES);
  }

  private Found<Described> descriptor(ServiceName service, PinnedSource pinned) {
    return switch (read(pinned)) {
      case FileAtCommit.Found(byte[] content) -> parsed(service, content);
      case FileAtCommit.Absent() ->
          invalid(
              Reason.of(
                      "commit {} of {} has no "
                          + Descriptor.FILE
                          + " in {}; `afdp init` writes one")
                  .with(pinned.commitHash())
                  .with(pinned.repository())
                  .with(folder(pinned)));
      case FileAtCommit.NotAFile _ -> invalid(Reason.of(Descriptor.FILE + " is no file"));
      case FileAtCommit.TooLarge(long bytes, long limit) ->
          invalid(
              Reason.of(Descriptor.FILE + ": expected at most {} bytes, found {}")
                  .with(limit)
                  .with(bytes));
      case FileAtCommit.UnknownCommit() ->
          new Found.Not<>(
              RefusalReason.UNKNOWN_REF,
              Reason.of("repository {} has no commit {}")
                  .with(pinned.repository())
                  .with(pinned.commitHash()));
    };
  }

  private static Reason folder(PinnedSource pinned) {
    RepositoryPart part = pinned.part();
    return part == null ? Reason.of("its root") : Reason.of("{}").with(part.path());
  }

  /// The mirror of a repository that one of the methods above has fetched.
  public SourceMirror mirror(RepositoryName repository) {
    return mirrors.of(repository);
  }

  private Optional<Found<CommitId>> fetch(RepositoryName repository, Duration unlessWithin) {
    Platform now = platform.current();
    Optional<Platform.SourceRepository> registered = now.repository(repository);
    if (registered.isEmpty()) {
      return Optional.of(
          new Found.Not<>(
              RefusalReason.UNKNOWN_REF,
              Reason.of("repository {} is not registered").with(repository)));
    }
    String uri = registered.get().uri().toString();
    if (mirrors.isFetched(repository, uri, unlessWithin)) {
      return Optional.empty();
    }
    return switch (mirrors.fetch(repository, uri, hosts.to(now, uri), patience)) {
      case FetchOutcome.Fetched _ -> Optional.empty();
      case FetchOutcome.EmptyRepository _ -> Optional.of(noCommit(repository));
      case FetchOutcome.NotARepository(_, String reason) -> {
        LOG.warn("there is no Git repository at the address of {}: {}", repository, logged(reason));
        yield Optional.of(
            new Found.Not<>(
                RefusalReason.UNKNOWN_REF,
                Reason.of("there is no Git repository at the registered address of {}")
                    .with(repository)));
      }
      case FetchOutcome.Unreachable(_, String reason) -> {
        LOG.warn("repository {} does not answer: {}", repository, logged(reason));
        yield Optional.of(
            new Found.Not<>(
                RefusalReason.UNAVAILABLE,
                Reason.of("repository {} does not answer; the log of the workers says why")
                    .with(repository)));
      }
    };
  }

  private static Found<Described> parsed(ServiceName service, byte[] content) {
    return switch (DescriptorParser.parse(content)) {
      case ParsedDescriptor.Invalid invalid ->
          invalid(Reason.of("{}; `afdp lint` shows what it found there").with(invalid));
      case ParsedDescriptor.Valid(Descriptor descriptor) ->
          descriptor.service().equals(service)
              ? new Found.Here<>(new Described(descriptor, Sha256.of(content)))
              : invalid(
                  Reason.of(Descriptor.FILE + ": service: expected {}, found {}")
                      .with(service)
                      .with(descriptor.service()));
    };
  }

  private static Found<Described> invalid(Reason message) {
    return new Found.Not<>(RefusalReason.INVALID_DESCRIPTOR, message);
  }

  private static Found<CommitId> noCommit(RepositoryName repository) {
    return new Found.Not<>(
        RefusalReason.UNKNOWN_REF, Reason.of("repository {} has no commit yet").with(repository));
  }

  /// What a Git host said, without the account that may stand in an address.
  private static String logged(String reason) {
    String bounded = reason.length() <= MOST_LOGGED ? reason : reason.substring(0, MOST_LOGGED);
    return bounded.replaceAll("//[^/@\\s]*@", "//");
  }
}
