package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The local people, one for each role, each with a bearer token of its own. A token has the day on
/// which it ends in it, in UTC: `afdp_20270131_…`.
public final class LocalPeople {
  /// The issuer of local people's subjects.
  public static final String ISSUER = "local";

  private static final Pattern TOKEN = Pattern.compile(LocalToken.PREFIX + "([0-9]{8})_.+");
  private static final Duration VALID = Duration.ofDays(90);

  /// A token with less left is replaced, so that a platform that is up does not lose it soon.
  private static final Duration LEFT = Duration.ofDays(30);

  private LocalPeople() {}

  /// Role to token, made at first use and made anew when little of its time is left.
  static Map<String, String> ensure(StateLayout layout, Instant now) {
    Map<String, String> tokens = new TreeMap<>();
    for (Map.Entry<String, String> file : files(layout).entrySet()) {
      tokens.put(file.getKey(), token(Path.of(file.getValue()), now));
    }
    return tokens;
  }

  private static String token(Path file, Instant now) {
    String kept = OwnerOnly.secret(file, () -> fresh(now));
    if (end(kept).filter(now.plus(LEFT)::isBefore).isPresent()) {
      return kept;
    }
    String next = fresh(now);
    OwnerOnly.write(file, next.getBytes(StandardCharsets.UTF_8));
    return next;
  }

  private static String fresh(Instant now) {
    String day =
        DateTimeFormatter.BASIC_ISO_DATE.format(
            LocalDate.ofInstant(now.plus(VALID), ZoneOffset.UTC));
    return LocalToken.PREFIX + day + "_" + Identities.randomText();
  }

  /// When a token ends; empty for one that says no day.
  private static Optional<Instant> end(String token) {
    Matcher parts = TOKEN.matcher(token);
    try {
      return parts.matches()
          ? Optional.of(
              LocalDate.parse(parts.group(1), DateTimeFormatter.BASIC_ISO_DATE)
                  .atStartOfDay(ZoneOffset.UTC)
                  .toInstant())
          : Optional.empty();
    } catch (DateTimeParseException noDay) {
      return Optional.empty();
    }
  }

  /// Role to the path of the file with its token, for its owner alone.
  public static Map<String, String> files(StateLayout layout) {
    Map<String, String> files = new TreeMap<>();
    for (Role role : Role.values()) {
      files.put(role.label(), layout.token(role.label()).toString());
    }
    return files;
  }

  /// What the gateway knows of them.
  public static List<LocalToken> forGateway(Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(
            entry ->
                new LocalToken(
                    Sha256.ofUtf8(entry.getValue()),
                    Role.ofLabel(entry.getKey()).map(RoleGrant::everywhere).orElseThrow(),
                    ISSUER,
                    "local-" + entry.getKey(),
                    "Local " + entry.getKey(),
                    end(entry.getValue()).orElseThrow()))
        .toList();
  }
}
