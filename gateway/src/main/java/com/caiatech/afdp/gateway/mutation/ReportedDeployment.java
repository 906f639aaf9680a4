package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.AssertedDeployment.Deployer;
import com.caiatech.afdp.schemas.record.AssertedDeployment.Previous;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request says that another deployer did. Its values are refused as the types of a record
/// refuse them; what will stand in clear holds nothing of people.
final class ReportedDeployment {
  private static final int LONGEST_TEXT = 1008;

  private ReportedDeployment() {}

  /// Finds what was reported before a moment of a service that lies in a repository.
  @FunctionalInterface
  interface Before {
    Optional<Previous> find(Scope scope, RepositoryName repository, Instant moment);
  }

  /// What speaks against the values alone.
  static Optional<Refusal> problem(Request request) {
    try {
      AssertedDeployment asserted = of(request, (_, _, _) -> Optional.empty());
      return asserted
          .untimely(request.moment())
          .or(() -> address(asserted.deployer().url()))
          .or(() -> clearTexts(asserted))
          .flatMap(message -> Refusal.because(RefusalReason.INVALID_INPUT, message));
    } catch (IllegalArgumentException malformed) {
      return Refusal.because(RefusalReason.INVALID_INPUT, String.valueOf(malformed.getMessage()));
    }
  }

  /// What the request says.
  ///
  /// @param before asked where the request does not say what was deployed before
  static AssertedDeployment of(Request request, Before before) {
    Input input = request.input();
    Platform.Source source = source(request);
    AssertedDeployment told =
        asserted(request, source, previous(input.optionalText("previousCommit")));
    if (told.previous() != null) {
      return told;
    }
    Optional<Previous> found =
        before.find(
            request.state().scope(), source.repository(), told.happenedAt(request.moment()));
    return found.map(it -> asserted(request, source, it)).orElse(told);
  }

  /// The subject of the record that stands.
  static UUID subject(Receipt receipt) {
    return LedgerPath.parse(receipt.ref().path()).subject().uuid();
  }

  static Refusal conflict(Request request) {
    return new Refusal(
        RefusalReason.CONFLICT,
        "deployment %s of %s: it was reported with other content at the same time"
            .formatted(
                request.input().object("deployer").text("externalId"),
                request.input().object("deployer").text("name")));
  }

  private static AssertedDeployment asserted(
      Request request, Platform.Source source, @Nullable Previous previous) {
    Input input = request.input();
    Input deployer = input.object("deployer");
    return new AssertedDeployment(
        source.repository(),
        source.part(),
        commit("commit", input.text("commit")),
        input.optionalText("version"),
        ReportedStatus.valueOf(input.text("status")),
        input.optionalMoment("startedAt"),
        input.optionalMoment("finishedAt"),
        previous,
        new Deployer(
            deployer.text("name"), deployer.text("externalId"), deployer.optionalText("url")),
        request.person(),
        null);
  }

  private static @Nullable Previous previous(@Nullable String commit) {
    return commit == null ? null : new Previous(commit("previousCommit", commit), null);
  }

  private static CommitId commit(String field, String text) {
    try {
      return new CommitId(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "%s: expected the full id of a commit, 40 or 64 lower-case hexadecimal digits, found '%s'"
              .formatted(field, RequestChecks.shortened(text)),
          malformed);
    }
  }

  /// Where the service lies; that it is known was found out before.
  private static Platform.Source source(Request request) {
    ServiceName service = Objects.requireNonNull(request.state().scope().service(), "service");
    return request
        .platform()
        .service(service)
        .map(it -> it.sources().get(SourceRole.APPLICATION))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "service: expected one with a repository, found '" + service + "'"));
  }

  private static Optional<String> clearTexts(AssertedDeployment asserted) {
    return Stream.of(
            clearText("version", asserted.version()),
            clearText("deployer.externalId", asserted.deployer().externalId()),
            clearText("deployer.url", asserted.deployer().url()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> clearText(String field, @Nullable String text) {
    return text != null
            && PlainText.check(field, text, LONGEST_TEXT)
                instanceof PlainTextCheck.Refused(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  /// An account in it would stand in clear for ever.
  private static Optional<String> address(@Nullable String url) {
    try {
      return url == null || (new URI(url).getHost() != null && new URI(url).getUserInfo() == null)
          ? Optional.empty()
          : Optional.of("deployer.url: expected a host and no account, found others");
    } catch (URISyntaxException malformed) {
      return Optional.of("deployer.url: expected an address, found " + malformed.getReason());
    }
  }
}
