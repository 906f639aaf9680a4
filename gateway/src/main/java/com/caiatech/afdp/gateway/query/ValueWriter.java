package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import graphql.schema.Coercing;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the values of one type as an answer holds them. Safe for many threads.
sealed interface ValueWriter {
  /// Writes a value.
  ///
  /// @throws Unwritable when an answer must not hold it
  void write(@Nullable Object value, Answer answer) throws IOException;

  /// A value that is never null.
  record NonNull(ValueWriter value) implements ValueWriter {
    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      if (found == null) {
        throw new Unwritable();
      }
      value.write(found, answer);
    }
  }

  /// Text as the graph has it.
  record Text() implements ValueWriter {
    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      switch (found) {
        case null -> answer.json().writeNull();
        case String text -> answer.json().writeString(text);
        default -> throw new Unwritable();
      }
    }
  }

  /// The name of an enum's value.
  record EnumName(Set<String> names) implements ValueWriter {
    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      switch (found) {
        case null -> answer.json().writeNull();
        case String name when names.contains(name) -> answer.json().writeString(name);
        default -> throw new Unwritable();
      }
    }
  }

  /// Any scalar, as its own code serialises it.
  record Scalar(Coercing<?, ?> coercing) implements ValueWriter {
    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      JsonGenerator json = answer.json();
      Object shown =
          found == null ? null : coercing.serialize(found, answer.context(), Locale.ENGLISH);
      switch (shown) {
        case String text -> json.writeString(text);
        case Long number -> json.writeNumber(number);
        case Integer number -> json.writeNumber(number);
        case Double number -> json.writeNumber(number);
        case Boolean flag -> json.writeBoolean(flag);
        case null -> {
          if (found != null) {
            throw new Unwritable();
          }
          json.writeNull();
        }
        default -> json.writePOJO(shown);
      }
    }
  }

  /// A list.
  record Elements(ValueWriter element) implements ValueWriter {
    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      switch (found) {
        case null -> answer.json().writeNull();
        case List<?> elements -> {
          answer.json().writeStartArray();
          for (Object each : elements) {
            element.write(each, answer);
          }
          answer.json().writeEndArray();
        }
        default -> throw new Unwritable();
      }
    }
  }

  /// An object of one of several types.
  record AnyObject(Map<String, FieldsOf> types) implements ValueWriter {
    public AnyObject {
      types = Map.copyOf(types);
    }

    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      FieldsOf type = found instanceof Row row ? types.get(row.type()) : null;
      if (found != null && type == null) {
        throw new Unwritable();
      }
      if (type == null) {
        answer.json().writeNull();
      } else {
        type.write(found, answer);
      }
    }
  }

  /// An object of one type.
  record FieldsOf(List<FieldWriter> fields) implements ValueWriter {
    public FieldsOf {
      fields = List.copyOf(fields);
    }

    @Override
    public void write(@Nullable Object found, Answer answer) throws IOException {
      switch (found) {
        case null -> answer.json().writeNull();
        case Row row -> {
          answer.json().writeStartObject();
          for (FieldWriter field : fields) {
            field.write(row, answer);
          }
          answer.json().writeEndObject();
        }
        default -> throw new Unwritable();
      }
    }
  }

  /// Writes one field of an object.
  sealed interface FieldWriter {
    void write(Row row, Answer answer) throws IOException;
  }

  /// The name of the object's type.
  record TypeName(SerializedString key, SerializedString type) implements FieldWriter {
    @Override
    public void write(Row row, Answer answer) throws IOException {
      answer.json().writeFieldName(key);
      answer.json().writeString(type);
    }
  }

  /// What the row has at a position.
  ///
  /// @param computed what the reader sees of it, where that is something else
  record Read(
      SerializedString key,
      int position,
      @Nullable ComputedField computed,
      ValueWriter value,
      AnswerPrice.OfField price)
      implements FieldWriter {
    @Override
    public void write(Row row, Answer answer) throws IOException {
      Object found = row.value(position);
      write(
          key,
          computed == null ? found : computed.shown(found, answer.reader()),
          value,
          price,
          answer);
    }

    /// Writes the field of an object, and adds what it costs.
    static void write(
        SerializedString key,
        @Nullable Object shown,
        ValueWriter value,
        AnswerPrice.OfField price,
        Answer answer)
        throws IOException {
      answer.json().writeFieldName(key);
      value.write(shown, answer);
      if (!price.isFree()) {
        answer.add(price, shown instanceof List<?> list ? list.size() : shown == null ? 0 : 1);
      }
    }
  }
}
