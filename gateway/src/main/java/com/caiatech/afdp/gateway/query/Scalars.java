package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.record.RecordJson;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The schema's own scalars. Inside, a moment is an {@link Instant} (the graph gives epoch
/// milliseconds), a UUID a {@link UUID}, a consistency token a {@link ConsistencyToken}, JSON what
/// the JSON library gives.
public final class Scalars {
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Scalars() {}

  /// All of them.
  public static List<GraphQLScalarType> all() {
    return List.of(
        scalar("DateTime", new TextCoercing("DateTime", Scalars::moment, Scalars::momentText)),
        scalar("Long", new LongCoercing()),
        scalar("UUID", new TextCoercing("UUID", Scalars::uuid, Object::toString)),
        scalar(
            "ConsistencyToken",
            new TextCoercing("ConsistencyToken", ConsistencyToken::parse, Object::toString)),
        scalar("JSON", new JsonCoercing()));
  }

  private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
    return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
  }

  private static Instant moment(String text) {
    try {
      Instant moment = OffsetDateTime.parse(text).toInstant();
      return Instant.ofEpochMilli(moment.toEpochMilli());
    } catch (DateTimeException | ArithmeticException malformed) {
      throw new IllegalArgumentException(
          "DateTime: expected RFC 3339 such as 2026-01-31T12:00:00.000Z, found '"
              + shortened(text)
              + "'",
          malformed);
    }
  }

  private static String momentText(Object moment) {
    return RecordJson.text(
        moment instanceof Long millis ? Instant.ofEpochMilli(millis) : (Instant) moment);
  }

  private static UUID uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text.toLowerCase(Locale.ROOT)) && text.equals(uuid.toString())) {
        return uuid;
      }
    } catch (IllegalArgumentException malformed) {
      throw notAUuid(text, malformed);
    }
    throw notAUuid(text, null);
  }

  private static IllegalArgumentException notAUuid(
      String text, @Nullable IllegalArgumentException cause) {
    return new IllegalArgumentException(
        "UUID: expected a UUID in lower case (RFC 9562) such as"
            + " 0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b, found '"
            + shortened(text)
            + "'",
        cause);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static String kindOf(Object value) {
    return value instanceof Value<?> literal
        ? literal.getClass().getSimpleName().replace("Value", "").toLowerCase(Locale.ROOT)
        : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// A scalar that is text outside.
  private record TextCoercing(
      String name, Function<String, Object> parse, Function<Object, String> write)
      implements Coercing<Object, String> {
    @Override
    public String serialize(Object result, GraphQLContext context, Locale locale) {
      return write.apply(result);
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      if (!(input instanceof String text)) {
        throw new CoercingParseValueException(
            name + ": expected a string, found a value of type " + kindOf(input));
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException | SchemasException malformed) {
        throw new CoercingParseValueException(malformed.getMessage(), malformed);
      }
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (!(input instanceof StringValue text)) {
        throw new CoercingParseLiteralException(
            name + ": expected a string, found a literal of type " + kindOf(input));
      }
      try {
        return parse.apply(Objects.requireNonNullElse(text.getValue(), ""));
      } catch (IllegalArgumentException | SchemasException malformed) {
        throw new CoercingParseLiteralException(malformed.getMessage(), malformed);
      }
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return StringValue.of(input instanceof String text ? text : write.apply(input));
    }
  }

  private static final class LongCoercing implements Coercing<Long, Long> {
    @Override
    public Long serialize(Object result, GraphQLContext context, Locale locale) {
      if (result instanceof Number number) {
        return number.longValue();
      }
      throw new CoercingSerializeException("Long: cannot show a " + kindOf(result));
    }

    @Override
    public Long parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof Long || input instanceof Integer || input instanceof Short) {
        return ((Number) input).longValue();
      }
      if (input instanceof BigInteger integer && inRange(integer)) {
        return integer.longValue();
      }
      throw new CoercingParseValueException(
          "Long: expected a whole number of 64 bits, found a value of type " + kindOf(input));
    }

    @Override
    public Long parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (input instanceof IntValue integer && inRange(integer.getValue())) {
        return integer.getValue().longValue();
      }
      throw new CoercingParseLiteralException(
          "Long: expected a whole number of 64 bits, found a literal of type " + kindOf(input));
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return IntValue.of(Math.toIntExact(((Number) input).longValue()));
    }

    private static boolean inRange(BigInteger integer) {
      return integer.compareTo(MIN_LONG) >= 0 && integer.compareTo(MAX_LONG) <= 0;
    }
  }

  /// JSON is only ever given out.
  private static final class JsonCoercing implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object result, GraphQLContext context, Locale locale) {
      return result;
    }
  }
}
