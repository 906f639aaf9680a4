package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.security.AccessRestriction;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.configuration.YamlText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a gateway's configuration from YAML (or JSON, which is YAML). Unknown keys are errors, and
/// all errors are reported together. Relative paths are taken from the file's own folder.
public final class ConfigurationFile {
  private static final int MAX_BYTES = 1 << 20;

  private final String source;
  private final Path folder;
  private final List<String> problems = new ArrayList<>();

  private ConfigurationFile(String source, Path folder) {
    this.source = source;
    this.folder = folder;
  }

  /// Reads the file.
  ///
  /// @throws GatewayException.InvalidConfiguration naming every problem
  public static GatewayConfiguration read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new GatewayException.InvalidConfiguration(
            file.toString(), List.of("expected at most " + MAX_BYTES + " bytes"));
      }
      return parse(
          file.toString(), file.toAbsolutePath().resolveSibling(""), Files.readString(file));
    } catch (IOException unreadable) {
      throw new GatewayException.InvalidConfiguration(
          file.toString(), List.of("the file cannot be read: " + unreadable));
    }
  }

  static GatewayConfiguration parse(String source, Path folder, String yaml) {
    Map<?, ?> root;
    try {
      root = YamlText.mapping(yaml);
    } catch (IllegalArgumentException malformed) {
      throw new GatewayException.InvalidConfiguration(
          source, List.of(String.valueOf(malformed.getMessage())));
    }
    return new ConfigurationFile(source, folder).configuration(root);
  }

  private GatewayConfiguration configuration(Map<?, ?> values) {
    Section root = new Section("", values, problems);
    Optional<HttpConfiguration> http = http(root.section("http"));
    Optional<LimitConfiguration> limits = limits(root.section("limits"));
    Optional<ShareConfiguration> share = share(root.section("share"));
    AccessSettings access = new AccessSettings(problems);
    Optional<Credentials> credentials = access.credentials(root);
    List<AccessRestriction> restrictions = access.restrictions(root.sections("restrictions"));
    Optional<GraphConfiguration> graph = graph(root.section("graph"));
    Optional<TemporalConfiguration> temporal = temporal(root.section("temporal"));
    Optional<PeopleConfiguration> people = people(root.section("people"));
    Optional<AuditConfiguration> audit = audit(root.section("audit"));
    Optional<StopConfiguration> stop =
        stop(root.section("stop"), limits.orElse(LimitConfiguration.DEFAULTS).longest());
    root.refuseOthers();
    if (!problems.isEmpty()) {
      throw new GatewayException.InvalidConfiguration(source, problems);
    }
    return new GatewayConfiguration(
        http.orElseThrow(),
        limits.orElseThrow(),
        share.orElseThrow(),
        credentials.orElseThrow(),
        restrictions,
        graph.orElseThrow(),
        temporal.orElseThrow(),
        people.orElseThrow(),
        audit.orElseThrow(),
        stop.orElseThrow());
  }

  private Optional<HttpConfiguration> http(Section section) {
    String host = section.text("host", HttpConfiguration.DEFAULT_HOST);
    int port = section.integer("port", 0);
    List<String> hosts = section.parsedList("allowedHosts", name -> name);
    List<String> origins = section.parsedList("allowedOrigins", origin -> origin);
    boolean metrics = section.flag("publicMetrics", HttpConfiguration.isLoopback(host));
    Duration keepAlive = section.duration("keepAlive", HttpConfiguration.DEFAULT_KEEP_ALIVE);
    Duration request =
        section.duration("requestTimeout", HttpConfiguration.DEFAULT_REQUEST_TIMEOUT);
    section.refuseOthers();
    try {
      return Optional.of(
          new HttpConfiguration(host, port, hosts, origins, metrics, keepAlive, request));
    } catch (GatewayException.InvalidConfiguration invalid) {
      problems.addAll(invalid.problems());
      return Optional.empty();
    }
  }

  private Optional<LimitConfiguration> limits(Section section) {
    LimitConfiguration defaults = LimitConfiguration.DEFAULTS;
    try {
      LimitConfiguration limits =
          new LimitConfiguration(
              section.integer("maxBodyBytes", defaults.maxBodyBytes()),
              section.integer("maxResponseBytes", defaults.maxResponseBytes()),
              section.integer("maxTokens", defaults.maxTokens()),
              section.integer("maxDepth", defaults.maxDepth()),
              section.integer("maxFields", defaults.maxFields()),
              section.integer("maxAliases", defaults.maxAliases()),
              section.integer("maxDirectives", defaults.maxDirectives()),
              section.integer("maxCost", defaults.maxCost()),
              section.integer("maxNesting", defaults.maxNesting()),
              section.integer("maxInputDepth", defaults.maxInputDepth()),
              section.duration("queryTimeout", defaults.queryTimeout()),
              section.duration("mutationTimeout", defaults.mutationTimeout()),
              section.duration("digestTimeout", defaults.digestTimeout()),
              section.integer("maxPathExpansions", defaults.maxPathExpansions()),
              section.duration("pathTimeout", defaults.pathTimeout()),
              section.integer("maxConcurrent", defaults.maxConcurrent()),
              section.integer("maxWaiting", defaults.maxWaiting()),
              section.integer("maxStreams", defaults.maxStreams()),
              section.integer("preparedDocuments", defaults.preparedDocuments()),
              section.flag("introspection", defaults.introspection()));
      section.refuseOthers();
      return Optional.of(limits);
    } catch (GatewayException.InvalidConfiguration invalid) {
      problems.addAll(invalid.problems());
      section.refuseOthers();
      return Optional.empty();
    }
  }

  private Optional<ShareConfiguration> share(Section section) {
    ShareConfiguration defaults = ShareConfiguration.DEFAULTS;
    try {
      ShareConfiguration share =
          new ShareConfiguration(
              section.integer("maxConcurrent", defaults.maxConcurrent()),
              section.integer("maxWaiting", defaults.maxWaiting()),
              section.integer("maxStatements", defaults.maxStatements()),
              section.integer("maxStreams", defaults.maxStreams()),
              section.integer("costPerSecond", defaults.costPerSecond()),
              section.integer("costBurst", defaults.costBurst()));
      section.refuseOthers();
      return Optional.of(share);
    } catch (GatewayException.InvalidConfiguration invalid) {
      problems.addAll(invalid.problems());
      section.refuseOthers();
      return Optional.empty();
    }
  }

  private Optional<GraphConfiguration> graph(Section section) {
    Optional<URI> bolt = section.parsed("bolt", URI::create);
    String user = section.text("user", "neo4j");
    Optional<Path> password = section.parsed("passwordFile", folder::resolve);
    section.refuseOthers();
    return bolt.flatMap(uri -> password.map(file -> new GraphConfiguration(uri, user, file)));
  }

  private Optional<TemporalConfiguration> temporal(Section section) {
    Optional<String> target = section.requiredText("target");
    String namespace = section.text("namespace", "default");
    section.refuseOthers();
    return target.map(address -> new TemporalConfiguration(address, namespace));
  }

  private Optional<StopConfiguration> stop(Section section, Duration longest) {
    Duration notice = section.duration("notice", StopConfiguration.DEFAULT_NOTICE);
    Duration drain = section.duration("drain", longest);
    section.refuseOthers();
    try {
      return Optional.of(new StopConfiguration(notice, drain));
    } catch (GatewayException.InvalidConfiguration invalid) {
      problems.addAll(invalid.problems());
      return Optional.empty();
    }
  }

  private Optional<AuditConfiguration> audit(Section section) {
    Optional<Path> kept = section.parsed("folder", folder::resolve);
    int megabytes = section.integer("maxMegabytes", AuditConfiguration.DEFAULT_MEGABYTES);
    section.refuseOthers();
    if (megabytes <= 0) {
      problems.add("audit.maxMegabytes: expected a number above 0, found " + megabytes);
      return Optional.empty();
    }
    return kept.map(it -> new AuditConfiguration(it, megabytes * AuditConfiguration.MEGABYTE));
  }

  private Optional<PeopleConfiguration> people(Section section) {
    Optional<Path> platform = section.parsed("platformFile", folder::resolve);
    Optional<Path> key = section.parsed("gatewayKey", folder::resolve);
    Optional<Path> pepper = section.parsed("pepper", folder::resolve);
    Optional<Path> keys = section.parsed("keyFolder", folder::resolve);
    Optional<URI> uri = section.parsed("publicUri", URI::create);
    section.refuseOthers();
    if (platform.isEmpty()
        || key.isEmpty()
        || pepper.isEmpty()
        || keys.isEmpty()
        || uri.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PeopleConfiguration(platform.get(), key.get(), pepper.get(), keys.get(), uri.get()));
  }
}
