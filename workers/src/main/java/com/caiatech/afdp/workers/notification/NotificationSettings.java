package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.configuration.YamlText;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.signing.SecretFile;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The channels of notifications, from a file in YAML. Secrets stand in files of their own, which
/// only their owner may read; their paths are taken from the file's own folder.
///
/// ```yaml
/// gateway: https://afdp.example          # shown to people
/// channels:
///   - name: ops
///     kind: webhook
///     url: https://ops.example/afdp
///     secretFile: ops.secret
///     events: [deployment.failed, deployment.rolled_back]
///     services: [checkout]               # without: all
///     environments: [production]         # without: all
///     templates:
///       deployment.failed: "{{service}} failed: {{reason}}"
///   - name: team
///     kind: slack
///     urlFile: team.url                  # an incoming webhook's address
///     events: [deployment.approval_wanted]
///   - name: statuses
///     kind: commit-status
///     host: github                       # one of the platform's Git hosts
///     tokenFile: github.token
///     targetUrl: https://afdp.example/deployments/{{deployment}}
///   - name: mail
///     kind: smtp
///     host: smtp.example
///     port: 587                          # unless it is another
///     security: starttls                 # or tls; none for this machine alone
///     user: afdp                         # where the server asks for an account
///     passwordFile: smtp.password
///     from: afdp@example.org
///     to: [team@example.org]
///     events: [incident.opened, incident.closed]
/// ```
public final class NotificationSettings {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MOST_CHANNELS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String WEBHOOK = "webhook";
  private static final String SLACK = "slack";
  private static final String COMMIT_STATUS = "commit-status";
  private static final String SMTP = "smtp";
  private static final List<String> KINDS = List.of(WEBHOOK, SLACK, COMMIT_STATUS, SMTP);
  private static final Duration MAIL_TIMEOUT = Duration.ofSeconds(30);
  private static final int SUBMISSION = 587;

  /// What changes the status of a commit.
  private static final Set<EventKind> OF_COMMITS =
      Set.of(
          EventKind.OPENED,
          EventKind.SUCCEEDED,
          EventKind.ROLLED_BACK,
          EventKind.FAILED,
          EventKind.SUPERSEDED);

  private final Path folder;
  private final CurrentPlatform platform;
  private final Clock clock;
  private final HttpPost http = new HttpPost(TIMEOUT);

  private NotificationSettings(Path folder, CurrentPlatform platform, Clock clock) {
    this.folder = folder;
    this.platform = platform;
    this.clock = clock;
  }

  /// What a file configures.
  ///
  /// @param gateway the gateway's address for people
  public record Configured(@Nullable String gateway, List<ConfiguredChannel> channels) {
    public Configured {
      channels = List.copyOf(channels);
    }
  }

  /// Reads the file.
  ///
  /// @param platform the Git hosts
  /// @throws SchemasException.ConfigurationFault naming every problem
  public static Configured read(Path file, CurrentPlatform platform, Clock clock) {
    String doing = "Reading notifications from " + file.getFileName();
    Section root;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("expected at most " + MAX_BYTES + " bytes");
      }
      root = new Section("", YamlText.mapping(Files.readString(file)), new ArrayList<>());
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new SchemasException.ConfigurationFault(
          doing + ": " + unreadable.getMessage(), unreadable);
    }
    NotificationSettings settings =
        new NotificationSettings(file.toAbsolutePath().resolveSibling(""), platform, clock);
    Optional<URI> gateway =
        root.has("gateway") ? root.parsed("gateway", HttpPost::address) : Optional.empty();
    List<ConfiguredChannel> channels = settings.channels(root);
    root.refuseOthers();
    return root.complete(
        doing, () -> new Configured(gateway.map(URI::toString).orElse(null), channels));
  }

  private List<ConfiguredChannel> channels(Section root) {
    List<ConfiguredChannel> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Section> sections = root.sections("channels");
    if (sections.size() > MOST_CHANNELS) {
      root.problem("channels", "at most " + MOST_CHANNELS, String.valueOf(sections.size()));
    }
    for (Section section : sections) {
      Optional<String> name = section.parsed("name", NotificationSettings::name);
      name.filter(it -> !names.add(it))
          .ifPresent(
              twice -> section.problem("name", "a name of its own", "'" + twice + "' twice"));
      Optional<String> kind = section.requiredText("kind");
      Optional<Channel> channel = kind.flatMap(it -> channel(section, it));
      boolean ofCommits = kind.filter(COMMIT_STATUS::equals).isPresent();
      Filter filter = filter(section, ofCommits ? OF_COMMITS : kinds(section));
      section.refuseOthers();
      if (name.isPresent() && channel.isPresent()) {
        channels.add(new ConfiguredChannel(name.get(), filter, channel.get()));
      }
    }
    return channels;
  }

  private Optional<Channel> channel(Section section, String kind) {
    return switch (kind) {
      case WEBHOOK -> webhook(section);
      case SLACK -> slack(section);
      case COMMIT_STATUS -> commitStatus(section);
      case SMTP -> smtp(section);
      default -> {
        section.problem("kind", "one of " + String.join(", ", KINDS), "'" + kind + "'");
        yield Optional.empty();
      }
    };
  }

  private Optional<Channel> webhook(Section section) {
    Optional<URI> url = section.parsed("url", HttpPost::address);
    Optional<Path> secret = secretFile(section, "secretFile", WebhookSignature::read);
    Texts texts = texts(section);
    return url.flatMap(
        address -> secret.map(file -> new WebhookChannel(http, address, file, texts, clock)));
  }

  private Optional<Channel> slack(Section section) {
    Optional<Path> address = secretFile(section, "urlFile", SlackChannel::address);
    Texts texts = texts(section);
    return address.map(file -> new SlackChannel(http, file, texts));
  }

  private Optional<Channel> commitStatus(Section section) {
    Optional<Host> host = section.parsed("host", this::host);
    Optional<URI> api =
        section.has("api")
            ? section.parsed("api", HttpPost::address)
            : host.flatMap(CommitStatusChannel::api);
    if (host.isPresent() && !section.has("api") && api.isEmpty()) {
      section.problem(
          "api",
          "the address of the API of " + host.get().name() + ", which is not known",
          "nothing");
    }
    Optional<Path> token = secretFile(section, "tokenFile", CommitStatusChannel::token);
    Optional<Template> target =
        section.has("targetUrl")
            ? section.parsed("targetUrl", CommitStatusChannel::target)
            : Optional.empty();
    return host.flatMap(
        it ->
            api.flatMap(
                base ->
                    token.map(
                        file ->
                            new CommitStatusChannel(http, it, base, file, target.orElse(null)))));
  }

  private Optional<Channel> smtp(Section section) {
    Optional<MailChannel.Server> server = mailServer(section);
    Optional<InternetAddress> from = section.parsed("from", MailChannel::mailbox);
    List<InternetAddress> to = section.parsedList("to", MailChannel::mailbox);
    if (to.isEmpty()) {
      section.problem("to", "at least one address", "none");
    }
    Texts texts = texts(section);
    return server.flatMap(
        it -> from.map(sender -> new MailChannel(it, sender, to, texts, MAIL_TIMEOUT)));
  }

  private Optional<MailChannel.Server> mailServer(Section section) {
    Optional<String> host = section.requiredText("host");
    int port = section.integer("port", SUBMISSION);
    MailChannel.Security security =
        section.has("security")
            ? section
                .parsed("security", MailChannel.Security::of)
                .orElse(MailChannel.Security.STARTTLS)
            : MailChannel.Security.STARTTLS;
    if (security == MailChannel.Security.NONE && host.filter(HttpPost::isThisMachine).isEmpty()) {
      section.problem("security", "starttls or tls for another machine", "'none'");
    }
    Optional<String> user = section.optionalText("user");
    Optional<Path> password =
        user.isPresent() || section.has("passwordFile")
            ? secretFile(section, "passwordFile", SecretFile::read)
            : Optional.empty();
    if (user.isEmpty() && password.isPresent()) {
      section.problem("user", "the account that goes with passwordFile", "nothing");
    }
    return host.map(
        it -> new MailChannel.Server(it, port, security, user.orElse(null), password.orElse(null)));
  }

  private Host host(String name) {
    List<Host> hosts = platform.current().hosts();
    return hosts.stream()
        .filter(host -> host.kind() != HostKind.PLAIN && host.name().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a host of the platform that is GitHub, GitLab or Gitea, of "
                        + hosts.stream().map(Host::name).toList()
                        + ", found '"
                        + name
                        + "'"));
  }

  private Filter filter(Section section, Set<EventKind> kinds) {
    return new Filter(
        kinds,
        Set.copyOf(section.parsedList("services", ServiceName::new)),
        Set.copyOf(section.parsedList("environments", EnvironmentName::new)));
  }

  private static Set<EventKind> kinds(Section section) {
    if (!section.has("events")) {
      section.problem("events", "the events that are sent", "nothing");
    }
    return Set.copyOf(section.parsedList("events", EventKind::of));
  }

  private static Texts texts(Section section) {
    Section templates = section.section("templates");
    Map<EventKind, Template> configured = new EnumMap<>(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      if (templates.has(kind.value())) {
        templates
            .parsed(kind.value(), text -> Template.parse(text, kind))
            .ifPresent(template -> configured.put(kind, template));
      }
    }
    templates.refuseOthers();
    return new Texts(configured);
  }

  /// The file with a secret, which is read at each use, so that it can be replaced.
  ///
  /// @param trying reads it once, so that what is wrong is told at the start
  private Optional<Path> secretFile(Section section, String key, Consumer<Path> trying) {
    return section.parsed(
        key,
        text -> {
          Path file = folder.resolve(text);
          try {
            trying.accept(file);
          } catch (SchemasException.KeyFault wrong) {
            throw new IllegalArgumentException(String.valueOf(wrong.getMessage()), wrong);
          }
          return file;
        });
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected lower-case letters, digits and inner hyphens, found '" + text + "'");
    }
    return text;
  }
}
