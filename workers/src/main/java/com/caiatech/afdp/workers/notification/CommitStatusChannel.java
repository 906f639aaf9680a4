package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sets the status of the commits of a deployment at the Git host that has them, under the name
/// `afdp/<environment>/<service>`: pending once its manifest is opened, and how it ended.
///
/// @param api the base address of the host's API
/// @param token the file with the token, read at each attempt
/// @param target where a status leads, with the places of its events; absent where nowhere
record CommitStatusChannel(HttpPost http, Host host, URI api, Path token, @Nullable Template target)
    implements Channel {
  /// GitHub takes 140 characters.
  private static final int LONGEST_DESCRIPTION = 140;

  /// GitLab says so of a status that is what it shall become.
  private static final String SAME = "Cannot transition status";

  /// What a token is made of; anything else would be another header.
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1000}");

  private static final int BAD_REQUEST = 400;

  /// What a deployment has come to, in the words of GitHub and Gitea.
  private enum State {
    PENDING,
    SUCCESS,
    FAILURE,
    ERROR;

    String at(HostKind kind) {
      if (kind != HostKind.GITLAB) {
        return name().toLowerCase(Locale.ROOT);
      }
      return switch (this) {
        case PENDING -> "pending";
        case SUCCESS -> "success";
        case FAILURE -> "failed";
        case ERROR -> "canceled";
      };
    }
  }

  /// A commit in a repository of the host.
  private record Target(String path, String commit) {}

  /// The base of the API of a host, where it follows from the host's first authority.
  static Optional<URI> api(Host host) {
    return host.authorities().stream()
        .findFirst()
        .flatMap(
            authority ->
                switch (host.kind()) {
                  case GITHUB ->
                      Optional.of(
                          authority.equals("github.com")
                              ? "https://api.github.com"
                              : "https://%s/api/v3".formatted(authority));
                  case GITLAB -> Optional.of("https://%s/api/v4".formatted(authority));
                  case GITEA -> Optional.of("https://%s/api/v1".formatted(authority));
                  case PLAIN -> Optional.<String>empty();
                })
        .map(HttpPost::address);
  }

  /// Reads where statuses lead.
  ///
  /// @throws IllegalArgumentException when it is no address, or names a place that there is none of
  static Template target(String text) {
    Template target = Template.parse(text, EventKind.OPENED);
    Event sample = Event.sample(EventKind.OPENED, Instant.EPOCH);
    HttpPost.address(target.text(sample, CommitStatusChannel::encoded));
    return target;
  }

  /// The token in a file.
  ///
  /// @throws SchemasException.KeyFault when it cannot be read or holds something else
  static String token(Path file) {
    String text = new String(SecretFile.read(file), StandardCharsets.UTF_8).strip();
    if (!TOKEN.matcher(text).matches()) {
      throw new SchemasException.KeyFault(
          "reading a token from " + file + ": expected one word, found something else");
    }
    return text;
  }

  /// A deployment of a commit that is being deployed there again has nothing to say any more.
  @Override
  public boolean concerns(Event event) {
    return !targets(event).isEmpty() && !event.overtaken().getAsBoolean();
  }

  @Override
  public Delivery send(Event event) throws InterruptedException {
    Delivery result = new Delivery.Taken();
    for (Target target : targets(event)) {
      Delivery one = send(event, target);
      if (!(one instanceof Delivery.Taken)) {
        result = one;
      }
    }
    return result;
  }

  private Delivery send(Event event, Target of) throws InterruptedException {
    State state = state(event);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("state", state.at(host.kind()));
    body.put(
        host.kind() == HostKind.GITLAB ? "name" : "context",
        "afdp/%s/%s"
            .formatted(
                event.value(Place.ENVIRONMENT).orElse("_"),
                event.value(Place.SERVICE).orElse("_")));
    body.put("description", description(event));
    if (target != null) {
      body.put("target_url", target.text(event, CommitStatusChannel::encoded));
    }
    return http.send(
        address(of),
        headers(),
        body.toString().getBytes(StandardCharsets.UTF_8),
        (status, answer) ->
            status == BAD_REQUEST && state == State.PENDING && answer.contains(SAME)
                ? new Delivery.Taken()
                : HttpPost.judged(status, answer));
  }

  private URI address(Target of) {
    return URI.create(
        host.kind() == HostKind.GITLAB
            ? "%s/projects/%s/statuses/%s".formatted(api, encoded(of.path), of.commit)
            : "%s/repos/%s/statuses/%s"
                .formatted(
                    api,
                    Arrays.stream(of.path.split("/", -1))
                        .map(CommitStatusChannel::encoded)
                        .collect(Collectors.joining("/")),
                    of.commit));
  }

  private Map<String, String> headers() {
    String secret = token(token);
    return switch (host.kind()) {
      case GITHUB ->
          Map.of(
              "Authorization",
              "Bearer " + secret,
              "Accept",
              "application/vnd.github+json",
              "X-GitHub-Api-Version",
              "2022-11-28");
      case GITLAB -> Map.of("PRIVATE-TOKEN", secret);
      case GITEA, PLAIN -> Map.of("Authorization", "token " + secret);
    };
  }

  /// Each commit once, in the order of the roles.
  private Set<Target> targets(Event event) {
    Set<Target> targets = new LinkedHashSet<>();
    for (Event.Source source : event.sources()) {
      path(source.repository())
          .ifPresent(path -> targets.add(new Target(path, source.commit().value())));
    }
    return targets;
  }

  /// Such as `acme/shop`; none where the repository has no address on the host.
  private Optional<String> path(Platform.SourceRepository repository) {
    return Stream.concat(own(repository).stream(), repository.addresses().stream())
        .filter(host::has)
        .map(GitAddress::path)
        .findFirst();
  }

  private static Optional<GitAddress> own(Platform.SourceRepository repository) {
    try {
      return GitAddress.ofNetwork(repository.uri());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty(); // one that no host has
    }
  }

  private static State state(Event event) {
    return switch (event.kind()) {
      case OPENED, APPROVAL_WANTED -> State.PENDING;
      case SUCCEEDED, ROLLED_BACK -> State.SUCCESS;
      case FAILED ->
          event
                  .value(Place.STATUS)
                  .filter(status -> status.equals("failed") || status.equals("rejected"))
                  .isPresent()
              ? State.FAILURE
              : State.ERROR;
      case SUPERSEDED, INCIDENT_OPENED, INCIDENT_CLOSED -> State.ERROR;
    };
  }

  private static String description(Event event) {
    String text =
        event.value(Place.STATUS).orElse("has begun")
            + event.value(Place.REASON).map(reason -> ": " + reason).orElse("");
    return Excerpt.of(text, LONGEST_DESCRIPTION);
  }

  /// As one segment of a path.
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
