package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.caiatech.afdp.schemas.json.SchemaValidator;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The versions of each kind of record that a software knows. A version keeps its JSON Schema for
/// ever and is upcast to today's type here, in one place, for reading only: no digest, signature,
/// plan or reference is made from what was upcast. Immutable.
public final class RecordFormats {
  private static final Pattern SCHEMA_TEXT =
      Pattern.compile("([a-z][a-z-]{0,59})/([1-9][0-9]{0,3})");

  /// What this software knows.
  public static final RecordFormats TODAY = today();

  private final NavigableMap<SchemaVersion, Format> formats;

  /// One version of a kind.
  ///
  /// @param toNext makes the next version's members of this one's; unused in the newest
  /// @param toPrevious makes the version before of this one's members, for writers whose policy
  ///   names that one; unused in the first
  private record Format(
      SchemaValidator schema,
      UnaryOperator<ObjectNode> toNext,
      UnaryOperator<ObjectNode> toPrevious) {}

  private RecordFormats(NavigableMap<SchemaVersion, Format> formats) {
    this.formats = formats;
  }

  /// The same with one more version of a kind, the next.
  ///
  /// @param upcast makes its members of those of the version before
  /// @param downcast makes the members of the version before of its own
  RecordFormats with(
      SchemaVersion version,
      SchemaValidator schema,
      UnaryOperator<ObjectNode> upcast,
      UnaryOperator<ObjectNode> downcast) {
    SchemaVersion before = newest(version.kind());
    if (version.version() != before.version() + 1) {
      throw new IllegalArgumentException(
          "RecordFormats: expected the version after " + before + ", found " + version);
    }
    NavigableMap<SchemaVersion, Format> more = new TreeMap<>(formats);
    more.computeIfPresent(before, (v, old) -> new Format(old.schema, upcast, old.toPrevious));
    more.put(version, new Format(schema, UnaryOperator.identity(), downcast));
    return new RecordFormats(more);
  }

  /// The newest version of the kind.
  public SchemaVersion newest(RecordKind kind) {
    return formats.floorKey(new SchemaVersion(kind, Integer.MAX_VALUE));
  }

  /// The version that the text names, where this software knows it.
  public Optional<SchemaVersion> known(String schema) {
    return formats.keySet().stream().filter(version -> version.text().equals(schema)).findFirst();
  }

  /// Reads bytes of which nothing is known.
  public DecodedRecord decode(byte[] bytes) {
    JsonNode tree;
    try {
      tree = StrictJson.parse(bytes, JsonLimits.RECORD);
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded malformed) {
      return new DecodedRecord.Malformed(messageOf(malformed));
    }
    if (!CanonicalJson.isCanonical(bytes, tree)) {
      return new DecodedRecord.NotCanonical(
          "expected the canonical form (RFC 8785) of the same JSON, found other bytes");
    }
    String schema = tree.path(RecordTree.SCHEMA).asText();
    Optional<SchemaVersion> version = known(schema);
    if (version.isEmpty() || !(tree instanceof ObjectNode object)) {
      return unknown(schema);
    }
    List<String> problems = problems(version.get(), object);
    return problems.isEmpty()
        ? typed(version.get(), object, Sha256.of(bytes))
        : new DecodedRecord.SchemaViolation(problems);
  }

  /// Reads bytes that were {@link #decode decoded} as valid before, as the digest that was kept of
  /// them shows: their form and their schema are not looked at again.
  ///
  /// @throws SchemasException.MalformedInput when they have another digest, or are no record
  LedgerRecord decodeAgain(byte[] bytes, Sha256 sha256) {
    Sha256 found = Sha256.of(bytes);
    if (!found.equals(sha256)) {
      throw new SchemasException.MalformedInput(
          "expected bytes with SHA-256 " + sha256 + ", found " + found);
    }
    JsonNode tree = StrictJson.parse(bytes, JsonLimits.RECORD);
    SchemaVersion version =
        known(tree.path(RecordTree.SCHEMA).asText())
            .orElseThrow(
                () -> new SchemasException.MalformedInput("expected a record of a known schema"));
    if (tree instanceof ObjectNode object
        && typed(version, object, sha256) instanceof DecodedRecord.Valid valid) {
      return valid.record();
    }
    throw new SchemasException.MalformedInput("expected a valid " + version.text());
  }

  /// The bytes of a record in the given version of its kind.
  ///
  /// @throws SchemasException.MalformedInput when the record breaks that version's schema, for
  ///   example by a text that is too long
  public byte[] encode(Header header, RecordBody body, SchemaVersion version) {
    ObjectNode members = RecordJson.tree(body);
    for (int v = newest(version.kind()).version(); v > version.version(); v--) {
      members = format(new SchemaVersion(version.kind(), v)).toPrevious.apply(members);
    }
    members.put(RecordTree.SCHEMA, version.text());
    return encode(header, version, RecordTree.of(header, members));
  }

  byte[] encode(Header header, SchemaVersion version, RecordTree tree) {
    List<String> problems = problems(version, tree.node());
    if (!problems.isEmpty()) {
      throw new SchemasException.MalformedInput(
          "Encoding "
              + header.kind()
              + " "
              + header.recordId()
              + ": the record breaks its schema: "
              + String.join("; ", problems));
    }
    return tree.bytes();
  }

  /// What today's type makes of the members of a version.
  ///
  /// @throws IllegalArgumentException when they do not fit
  RecordBody body(SchemaVersion version, ObjectNode members) {
    ObjectNode upcast = members.deepCopy();
    upcast.remove(RecordTree.HEADER);
    upcast.remove(RecordTree.SCHEMA);
    int newest = newest(version.kind()).version();
    for (int v = version.version(); v < newest; v++) {
      upcast = format(new SchemaVersion(version.kind(), v)).toNext.apply(upcast);
    }
    try {
      // that no member is unknown is for the version's schema to say
      return RecordJson.payloads().treeToValue(upcast, version.kind().bodyType());
    } catch (JsonProcessingException wrongType) {
      throw new IllegalArgumentException(SchemaProblem.of(wrongType).toString(), wrongType);
    }
  }

  static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private Format format(SchemaVersion version) {
    return Optional.ofNullable(formats.get(version)).orElseThrow();
  }

  private List<String> problems(SchemaVersion version, JsonNode tree) {
    return format(version).schema.validate(tree).stream().map(SchemaProblem::toString).toList();
  }

  private DecodedRecord unknown(String schema) {
    Matcher matcher = SCHEMA_TEXT.matcher(schema);
    Optional<RecordKind> kind =
        matcher.matches() ? RecordKind.find(matcher.group(1)) : Optional.empty();
    boolean newer =
        matcher.matches()
            && kind.map(it -> newest(it).version() < Integer.parseInt(matcher.group(2)))
                .orElse(true);
    return newer
        ? new DecodedRecord.Newer(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : new DecodedRecord.SchemaViolation(
            List.of(
                "/schema: expected one of "
                    + formats.keySet()
                    + ", found '"
                    + shortened(schema)
                    + "'"));
  }

  private DecodedRecord typed(SchemaVersion version, ObjectNode object, Sha256 sha256) {
    try {
      Header header = RecordTree.header(version.kind(), object);
      LedgerRecord record =
          LedgerRecord.read(header, body(version, object), RecordTree.read(object, sha256));
      return RecordTree.recordId(object).equals(header.recordId())
          ? new DecodedRecord.Valid(record)
          : new DecodedRecord.IdMismatch(record, header.recordId(), RecordTree.recordId(object));
    } catch (IllegalArgumentException wrongValue) {
      return new DecodedRecord.SchemaViolation(List.of(messageOf(wrongValue)));
    }
  }

  private static String messageOf(Throwable problem) {
    return Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName());
  }

  private static RecordFormats today() {
    NavigableMap<SchemaVersion, Format> formats = new TreeMap<>(Comparator.naturalOrder());
    for (RecordKind kind : RecordKind.values()) {
      SchemaValidator schema =
          SchemaValidator.ofResource(
              RecordFormats.class, kind.value() + ".schema.json", "defs.schema.json");
      formats.put(
          new SchemaVersion(kind, 1),
          new Format(schema, UnaryOperator.identity(), UnaryOperator.identity()));
    }
    return new RecordFormats(formats);
  }
}
