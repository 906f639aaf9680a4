package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredRepository;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredService;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredSource;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a request asks to be registered. Its values are refused as the types of a record refuse
/// them.
final class RegistrationInput {
  private static final String DEFAULT_BRANCH = "main";
  private static final int MOST_ADDRESSES = 10;
  private static final int LONGEST_ADDRESS = 1000;
  private static final int LONGEST_BRANCH = 250;

  private RegistrationInput() {}

  /// What speaks against the values alone.
  static Optional<Refusal> problem(
      Request request, Function<Request, SourceRegistration> registration) {
    try {
      RegisteredRepository repository = registration.apply(request).registeredRepository();
      return repository == null ? Optional.empty() : problem(repository);
    } catch (IllegalArgumentException malformed) {
      return invalid(String.valueOf(malformed.getMessage()));
    }
  }

  private static Optional<Refusal> problem(RegisteredRepository repository) {
    List<String> addresses = repository.addresses();
    if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
      return invalid(
          "addresses: expected 1 to %d, found %d".formatted(MOST_ADDRESSES, addresses.size()));
    }
    if (addresses.stream().anyMatch(address -> address.length() > LONGEST_ADDRESS)) {
      return invalid(
          "addresses: expected at most %d characters in each, found more"
              .formatted(LONGEST_ADDRESS));
    }
    addresses.forEach(GitAddress::parse); // before it stands in Temporal, secrets included
    return repository.defaultBranch().length() <= LONGEST_BRANCH
        ? Optional.empty()
        : invalid(
            "defaultBranch: expected at most %d characters, found %d"
                .formatted(LONGEST_BRANCH, repository.defaultBranch().length()));
  }

  static SourceRegistration repository(Request request) {
    Input input = request.input();
    String branch = input.optionalText("defaultBranch");
    return SourceRegistration.of(
        new RegisteredRepository(
            new RepositoryName(input.text("name")),
            input.texts("addresses"),
            branch == null ? DEFAULT_BRANCH : branch),
        request.person(),
        request.reason());
  }

  static SourceRegistration service(Request request) {
    Input input = request.input();
    Map<SourceRole, RegisteredSource> sources = new EnumMap<>(SourceRole.class);
    for (Input in : input.objects("sources")) {
      SourceRole role = SourceRole.valueOf(in.text("role"));
      if (sources.put(role, source(in)) != null) {
        throw new IllegalArgumentException(
            "sources: expected each role once, found " + role.name() + " twice");
      }
    }
    if (!sources.containsKey(SourceRole.APPLICATION)) {
      throw new IllegalArgumentException(
          "sources: expected one of the role APPLICATION, found " + sources.keySet());
    }
    String team = input.optionalText("team");
    return SourceRegistration.of(
        new RegisteredService(
            new ServiceName(input.text("name")), sources, team == null ? null : new TeamName(team)),
        request.person(),
        request.reason());
  }

  private static RegisteredSource source(Input in) {
    return new RegisteredSource(new RepositoryName(in.text("repository")), part(in));
  }

  private static @Nullable RepositoryPart part(Input in) {
    String path = in.optionalText("path");
    List<SourcePath> shared = in.texts("shared").stream().map(SourcePath::new).toList();
    if (path == null && !shared.isEmpty()) {
      throw new IllegalArgumentException(
          "shared: expected none where all of the repository is the service's, found "
              + shared.size());
    }
    return path == null ? null : new RepositoryPart(new SourcePath(path), shared);
  }

  private static Optional<Refusal> invalid(String message) {
    return Refusal.because(RefusalReason.INVALID_INPUT, message);
  }
}
