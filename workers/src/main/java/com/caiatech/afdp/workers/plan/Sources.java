package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.DescriptorProblem;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.FileAtCommit;
import com.caiatech.afdp.schemas.source.Resolution;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds the commits that a request means and the descriptor in them. Every answer is a refusal or
/// what was asked for.
public final class Sources {
  private static final int PROBLEMS_SHOWN = 5;

  private final PlatformFile platform;
  private final SourceMirrors mirrors;
  private final Duration patience;

  /// @param patience how long to wait for a fetch
  public Sources(PlatformFile platform, SourceMirrors mirrors, Duration patience) {
    this.platform = platform;
    this.mirrors = mirrors;
    this.patience = patience;
  }

  /// What was asked for, or why it cannot be had.
  ///
  /// @param <T> what was asked for
  public sealed interface Found<T> {
    /// It is there.
    record Here<T>(T value) implements Found<T> {}

    /// It is not; asking again gives the same answer, except for `UNAVAILABLE`.
    record Not<T>(RefusalReason reason, String message) implements Found<T> {}
  }

  /// A commit of a repository.
  public record Pinned(RepositoryName repository, CommitId commit) {}

  /// A descriptor and the digest of its bytes.
  public record Described(Descriptor descriptor, Sha256 sha256) {}

  /// Fetches every repository that is asked for, from the role's repository of the service, and
  /// resolves the refs.
  ///
  /// @throws com.caiatech.afdp.workers.WorkersException.SourceBusy when a fetch takes too long
  public Found<Map<SourceRole, Pinned>> resolve(
      Platform.Service service, Map<SourceRole, RequestedSource> asked) {
    if (!asked.containsKey(SourceRole.APPLICATION)) {
      return new Found.Not<>(
          RefusalReason.INVALID_INPUT, "a deployment needs a ref of the application; found none");
    }
    Map<SourceRole, Pinned> pinned = new TreeMap<>();
    for (Map.Entry<SourceRole, RequestedSource> entry : asked.entrySet()) {
      RepositoryName registered = service.sources().get(entry.getKey());
      RepositoryName named = entry.getValue().repository();
      if (!named.equals(registered)) {
        return new Found.Not<>(
            RefusalReason.UNKNOWN_REF,
            "service %s has %s as its %s repository, asked for was %s"
                .formatted(
                    service.name(),
                    registered == null ? "none" : registered,
                    name(entry.getKey()),
                    named));
      }
      switch (resolve(named, entry.getValue().ref())) {
        case Found.Here<CommitId>(CommitId commit) ->
            pinned.put(entry.getKey(), new Pinned(named, commit));
        case Found.Not<CommitId>(RefusalReason reason, String message) -> {
          return new Found.Not<>(reason, message);
        }
      }
    }
    return new Found.Here<>(pinned);
  }

  /// Fetches the repository and resolves the ref.
  public Found<CommitId> resolve(RepositoryName repository, String ref) {
    SourceMirror mirror = mirrors.of(repository);
    Optional<Found<CommitId>> problem = fetch(repository);
    return problem.orElseGet(
        () ->
            switch (mirror.resolve(ref)) {
              case Resolution.Resolved(CommitId commit) -> new Found.Here<>(commit);
              case Resolution.UnknownRef(String asked, List<String> branches) ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_REF,
                      "repository %s has no branch, tag or commit '%s'; its branches are %s"
                          .formatted(repository, asked, String.join(", ", branches)));
              case Resolution.AmbiguousRef(String asked, List<CommitId> candidates) ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_REF,
                      "in repository %s '%s' means several commits: %s"
                          .formatted(repository, asked, candidates));
              case Resolution.EmptyRepository() ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_REF, "repository " + repository + " has no commit yet");
            });
  }

  /// Makes sure that the mirror holds the commit.
  public Found<CommitId> commit(RepositoryName repository, CommitId commit) {
    SourceMirror mirror = mirrors.of(repository);
    if (!mirror.contains(commit)) {
      Optional<Found<CommitId>> problem = fetch(repository);
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    return mirror.contains(commit)
        ? new Found.Here<>(commit)
        : new Found.Not<>(
            RefusalReason.UNKNOWN_REF,
            "repository %s no longer has the commit %s".formatted(repository, commit));
  }

  /// The descriptor at the root of the application's commit, else at the root of the
  /// configuration's, if it is valid and this service's.
  public Found<Described> descriptor(ServiceName service, Map<SourceRole, Pinned> pinned) {
    Pinned application = Optional.ofNullable(pinned.get(SourceRole.APPLICATION)).orElseThrow();
    Found<Described> ofApplication = descriptor(service, application);
    Pinned configuration = pinned.get(SourceRole.CONFIGURATION);
    return configuration != null && read(application) instanceof FileAtCommit.Absent
        ? descriptor(service, configuration)
        : ofApplication;
  }

  private FileAtCommit read(Pinned pinned) {
    return mirrors
        .of(pinned.repository())
        .read(pinned.commit(), Descriptor.FILE, DescriptorParser.MAX_BYTES);
  }

  private Found<Described> descriptor(ServiceName service, Pinned pinned) {
    return switch (read(pinned)) {
      case FileAtCommit.Found(byte[] content) -> parsed(service, content);
      case FileAtCommit.Absent() ->
          invalid(
              "commit %s of %s has no %s at its root; `afdp init` writes one"
                  .formatted(pinned.commit(), pinned.repository(), Descriptor.FILE));
      case FileAtCommit.NotAFile(String mode) ->
          invalid("%s is no file but an entry of mode %s".formatted(Descriptor.FILE, mode));
      case FileAtCommit.TooLarge(long bytes, long limit) ->
          invalid(
              "%s: expected at most %d bytes, found %d".formatted(Descriptor.FILE, limit, bytes));
      case FileAtCommit.UnknownCommit() ->
          new Found.Not<>(
              RefusalReason.UNKNOWN_REF,
              "repository %s has no commit %s".formatted(pinned.repository(), pinned.commit()));
    };
  }

  /// The mirror of a repository that one of the methods above has fetched.
  public SourceMirror mirror(RepositoryName repository) {
    return mirrors.of(repository);
  }

  private Optional<Found<CommitId>> fetch(RepositoryName repository) {
    Optional<Platform.SourceRepository> registered = platform.current().repository(repository);
    if (registered.isEmpty()) {
      return Optional.of(
          new Found.Not<>(
              RefusalReason.UNKNOWN_REF, "repository " + repository + " is not registered"));
    }
    return switch (mirrors.fetch(repository, registered.get().uri().toString(), patience)) {
      case FetchOutcome.Fetched _ -> Optional.empty();
      case FetchOutcome.EmptyRepository _ ->
          Optional.of(
              new Found.Not<>(
                  RefusalReason.UNKNOWN_REF, "repository " + repository + " has no commit yet"));
      case FetchOutcome.NotARepository(String address, String reason) ->
          Optional.of(
              new Found.Not<>(
                  RefusalReason.UNKNOWN_REF,
                  "there is no Git repository at %s: %s".formatted(address, reason)));
      case FetchOutcome.Unreachable(String address, String reason) ->
          Optional.of(
              new Found.Not<>(
                  RefusalReason.UNAVAILABLE,
                  "the repository at %s does not answer: %s".formatted(address, reason)));
    };
  }

  private static Found<Described> parsed(ServiceName service, byte[] content) {
    return switch (DescriptorParser.parse(content)) {
      case ParsedDescriptor.Invalid(List<DescriptorProblem> problems) ->
          invalid(
              problems.stream()
                      .limit(PROBLEMS_SHOWN)
                      .map(DescriptorProblem::text)
                      .collect(Collectors.joining("; "))
                  + (problems.size() > PROBLEMS_SHOWN
                      ? "; and %d more".formatted(problems.size() - PROBLEMS_SHOWN)
                      : ""));
      case ParsedDescriptor.Valid(Descriptor descriptor) ->
          descriptor.service().equals(service)
              ? new Found.Here<>(new Described(descriptor, Sha256.of(content)))
              : invalid(
                  "%s: service: expected %s, found %s"
                      .formatted(Descriptor.FILE, service, descriptor.service()));
    };
  }

  private static Found<Described> invalid(String message) {
    return new Found.Not<>(RefusalReason.INVALID_DESCRIPTOR, message);
  }

  private static String name(SourceRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
