package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place of a record in its volume: `<environment>/<service>/<yyyy>/<MM>/<dd>/<subject
/// id>/<record id>.json`, and `<record id>.<n>.json` for a further attempt.
///
/// An attempt is further where an entry that does not count holds the path before; the record's id
/// and bytes are the same whatever the attempt.
///
/// The date is the UTC date inside the subject's UUIDv7, so that a path can be checked alone, and
/// all that happened to one subject lies in one folder. This is the only class that knows the form.
///
/// @param attempt counts from 1
public record LedgerPath(Scope scope, SubjectId subject, RecordId recordId, int attempt) {
  /// The most attempts that one record can have.
  public static final int MAX_ATTEMPTS = 9_999;

  /// The longest path that can be.
  public static final int MAX_LENGTH = 63 + 1 + 63 + 1 + 10 + 1 + 36 + 1 + 36 + 5 + 5;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NAME = "(_|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)";
  private static final String UUID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
  private static final Pattern FORM =
      Pattern.compile(
          NAME
              + "/"
              + NAME
              + "/(\\d{4}/\\d{2}/\\d{2})/"
              + UUID
              + "/"
              + UUID
              + "(?:\\.([2-9]|[1-9]\\d{1,3}))?\\.json");

  public LedgerPath {
    if (attempt < 1 || attempt > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "LedgerPath of record "
              + recordId
              + ": expected an attempt of 1 to "
              + MAX_ATTEMPTS
              + ", found "
              + attempt);
    }
  }

  /// The first place of the record with this header.
  public static LedgerPath of(Header header) {
    return new LedgerPath(header.scope(), header.subject(), header.recordId(), 1);
  }

  /// The place of another attempt at the same record.
  public LedgerPath attempt(int number) {
    return new LedgerPath(scope, subject, recordId, number);
  }

  /// Reads a path that has to be right.
  ///
  /// @throws SchemasException.MalformedInput when it is not
  public static LedgerPath parse(String text) {
    return switch (read(text)) {
      case PathReading.Good(LedgerPath path) -> path;
      case PathReading.WrongPlace(LedgerPath expected, String reason) ->
          throw new SchemasException.MalformedInput("Ledger path '" + text + "': " + reason);
      case PathReading.BadForm(String reason) -> throw new SchemasException.MalformedInput(reason);
    };
  }

  /// Reads a path of which nothing is known.
  public static PathReading read(String text) {
    Matcher matcher = text.length() > MAX_LENGTH ? null : FORM.matcher(text);
    if (matcher == null || !matcher.matches()) {
      return new PathReading.BadForm(
          "Ledger path: expected <environment>/<service>/<yyyy>/<MM>/<dd>/<subject id>/<record"
              + " id>.json or .<attempt>.json in lower case, found '"
              + (text.length() > 300 ? text.substring(0, 300) + "…" : text)
              + "'");
    }
    try {
      LedgerPath path =
          new LedgerPath(
              Scope.parse(matcher.group(1), matcher.group(2)),
              SubjectId.parse(matcher.group(4)),
              RecordId.parse(matcher.group(5)),
              matcher.group(6) == null ? 1 : Integer.parseInt(matcher.group(6)));
      String date = matcher.group(3);
      if (!date.equals(path.dateText())) {
        return new PathReading.WrongPlace(
            path,
            "expected the date inside the subject's id, " + path.dateText() + ", found " + date);
      }
      return new PathReading.Good(path);
    } catch (IllegalArgumentException wrongId) {
      return new PathReading.BadForm("Ledger path '" + text + "': " + wrongId.getMessage());
    }
  }

  /// The UTC date inside the subject's id.
  public LocalDate date() {
    return LocalDate.ofInstant(subject.moment(), ZoneOffset.UTC);
  }

  /// The folder that holds every record about the subject in the scope, without a slash at the end.
  public static String folder(Scope scope, SubjectId subject) {
    return String.join(
        "/",
        scope.environmentText(),
        scope.serviceText(),
        DATE.format(subject.moment()),
        subject.value());
  }

  /// The path as it stands in the volume.
  public String text() {
    return folder(scope, subject)
        + "/"
        + recordId.value()
        + (attempt == 1 ? "" : "." + attempt)
        + ".json";
  }

  @Override
  public String toString() {
    return text();
  }

  private String dateText() {
    return DATE.format(subject.moment());
  }
}
