package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.graphmodel.search.SearchKind;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;

/// Reads the names, ids and digests of a command line; a word that is none is wrong usage.
final class CheckedValues {
  private static final Pattern DURATION =
      Pattern.compile("(?=.*[1-9])([0-9]{1,4}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?");

  private CheckedValues() {}

  static CommandLine register(CommandLine commands) {
    return commands
        .registerConverter(ServiceName.class, text -> read(ServiceName::new, text))
        .registerConverter(EnvironmentName.class, text -> read(EnvironmentName::new, text))
        .registerConverter(RepositoryName.class, text -> read(RepositoryName::new, text))
        .registerConverter(HostName.class, text -> read(HostName::new, text))
        .registerConverter(HookId.class, text -> read(HookId::new, text))
        .registerConverter(KeyFingerprint.class, text -> read(KeyFingerprint::new, text))
        .registerConverter(VolumeName.class, text -> read(VolumeName::new, text))
        .registerConverter(SourcePath.class, text -> read(SourcePath::new, text))
        .registerConverter(Sha256.class, text -> read(Sha256::new, text))
        .registerConverter(Duration.class, text -> read(CheckedValues::duration, text))
        .registerConverter(ReportedStatus.class, text -> read(CheckedValues::status, text))
        .registerConverter(IncidentPhase.class, text -> read(CheckedValues::phase, text))
        .registerConverter(DeploymentId.class, text -> read(DeploymentId::parse, text))
        .registerConverter(ThingWord.class, text -> read(ThingWord::parse, text))
        .registerConverter(ThingKind.class, text -> read(it -> kind(ThingKind.values(), it), text))
        .registerConverter(
            SearchKind.class, text -> read(it -> kind(SearchKind.values(), it), text))
        .registerConverter(Instant.class, text -> read(CheckedValues::moment, text))
        .registerConverter(SubjectId.class, text -> read(SubjectId::parse, text))
        .registerConverter(IncidentId.class, text -> read(IncidentId::parse, text));
  }

  /// As records write it.
  private static ReportedStatus status(String text) {
    return Arrays.stream(ReportedStatus.values())
        .filter(it -> it.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected succeeded, failed or rolled-back, found '" + text + "'"));
  }

  /// As records write it, of those that follow the first.
  private static IncidentPhase phase(String text) {
    return Arrays.stream(IncidentPhase.values())
        .filter(it -> it != IncidentPhase.OPENED)
        .filter(it -> it.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected updated, mitigated, resolved or post-mortem, found '" + text + "'"));
  }

  /// As the GraphQL enumeration has them, in any case and with `-` for `_`.
  private static <K extends Enum<K>> K kind(K[] kinds, String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(kinds)
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a kind such as commit, file or deployment, found '" + text + "'"));
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException unreadable) {
      throw new IllegalArgumentException(
          "expected a moment such as 2026-01-31T12:00:00Z, found '" + text + "'", unreadable);
    }
  }

  /// Hours, minutes and seconds, such as `1h30m`.
  private static Duration duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a duration such as 90s, 15m or 1h30m, found '" + text + "'");
    }
    return Duration.parse("PT" + text);
  }

  private static <T> T read(Function<String, T> reading, String text) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException wrong) {
      throw new CommandLine.TypeConversionException(String.valueOf(wrong.getMessage()));
    }
  }
}
