package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;

/// The one mapping between Java types and JSON: snake_case names, absent instead of null, RFC 3339
/// times in `Z` with milliseconds, unknown fields refused. A Java record has the members that are
/// its components: a method such as `isDone()` is none, so adding one changes no bytes.
public final class RecordJson {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
  private static final JsonMapper MAPPER = create();
  private static final JsonMapper PAYLOADS =
      MAPPER.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// The classpath resource with the definitions that schemas share.
  public static final String DEFINITIONS = "com/caiatech/afdp/schemas/record/defs.schema.json";

  private RecordJson() {}

  /// The mapper of records, to be configured no further.
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// The same mapping for what is no record: payloads of workflows, state files, configuration and
  /// signed documents, whose readers bear what newer writers add. To be configured no further.
  public static JsonMapper payloads() {
    return PAYLOADS;
  }

  /// The tree of a body of a record.
  static ObjectNode tree(RecordBody body) {
    return MAPPER.valueToTree(body);
  }

  /// The text of a moment: RFC 3339, `Z`, milliseconds.
  public static String text(Instant moment) {
    return MILLIS.format(moment);
  }

  /// Reads the text of a moment.
  ///
  /// @throws IllegalArgumentException when it is not RFC 3339 with `Z` and three digits of
  ///   milliseconds
  public static Instant instant(String text) {
    if (!TIMESTAMP.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "timestamp: expected RFC 3339 with milliseconds such as 2026-01-31T12:00:00.000Z, found '"
              + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
              + "'");
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException impossibleDate) {
      throw new IllegalArgumentException(
          "timestamp: '" + text + "' is no date of the calendar", impossibleDate);
    }
  }

  private static JsonMapper create() {
    SimpleModule times = new SimpleModule("afdp-times");
    times.addSerializer(Instant.class, new InstantSerializer());
    times.addDeserializer(Instant.class, new InstantDeserializer());
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .addModule(times)
        .build();
  }

  private static final class InstantSerializer extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(text(value));
    }
  }

  private static final class InstantDeserializer extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantDeserializer() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return instant(parser.getValueAsString(""));
    }
  }
}
