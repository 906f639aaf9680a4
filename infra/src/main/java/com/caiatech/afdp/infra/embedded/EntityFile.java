package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.batchimport.api.InputIterable;
import org.neo4j.batchimport.api.InputIterator;
import org.neo4j.batchimport.api.input.InputChunk;
import org.neo4j.batchimport.api.input.InputEntityVisitor;

/// A file of nodes or of relationships in blocks of about a megabyte, which is written once and
/// then read by many threads, each of which takes a block at a time.
final class EntityFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private static final byte TEXT = 0;
  private static final byte LONG = 1;
  private static final byte DOUBLE = 2;
  private static final byte YES = 3;
  private static final byte NO = 4;
  private static final byte TEXTS = 5;

  private final Path file;
  private final boolean ofNodes;
  private final DataOutputStream blocks;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * BLOCK_BYTES);
  private final DataOutputStream block = new DataOutputStream(bytes);
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int inBlock;
  private long entities;
  private long properties;
  private long size;

  /// @param ofNodes else it is of relationships
  EntityFile(Path file, boolean ofNodes) {
    this.file = file;
    this.ofNodes = ofNodes;
    try {
      this.blocks =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  /// Adds a node.
  void add(String label, int id, Map<String, Object> says) {
    add(label, id, 0, says);
  }

  /// Adds a node, or a relationship.
  ///
  /// @param to of a relationship
  void add(String name, int from, int to, Map<String, Object> says) {
    try {
      block.writeShort(number(name));
      block.writeInt(from);
      if (!ofNodes) {
        block.writeInt(to);
      }
      block.writeShort(says.size());
      for (Map.Entry<String, Object> property : says.entrySet()) {
        block.writeShort(number(property.getKey()));
        write(property.getValue());
      }
      entities++;
      inBlock++;
      properties += says.size();
      if (bytes.size() > BLOCK_BYTES) {
        endBlock();
      }
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known == null) {
      known = names.size();
      numbers.put(name, known);
      names.add(name);
    }
    return known;
  }

  private void write(Object value) throws IOException {
    switch (value) {
      case String text -> {
        block.writeByte(TEXT);
        write(text);
      }
      case Long number -> {
        block.writeByte(LONG);
        block.writeLong(number);
      }
      case Double number -> {
        block.writeByte(DOUBLE);
        block.writeDouble(number);
      }
      case Boolean is -> block.writeByte(is ? YES : NO);
      case Collection<?> texts -> {
        block.writeByte(TEXTS);
        block.writeInt(texts.size());
        for (Object text : texts) {
          write((String) text);
        }
      }
      default -> throw new IllegalArgumentException("EntityFile: expected a value, found " + value);
    }
  }

  private void write(String text) throws IOException {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    block.writeInt(encoded.length);
    block.write(encoded);
  }

  private void endBlock() throws IOException {
    blocks.writeInt(inBlock);
    blocks.writeInt(bytes.size());
    bytes.writeTo(blocks);
    size += bytes.size();
    bytes.reset();
    inBlock = 0;
  }

  /// Ends writing.
  @Override
  public void close() {
    try (blocks) {
      if (inBlock > 0) {
        endBlock();
      }
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  /// How many nodes or relationships were added.
  long entities() {
    return entities;
  }

  /// How many properties they have.
  long properties() {
    return properties;
  }

  /// How many bytes it has.
  long size() {
    return size;
  }

  /// What was written.
  InputIterable input() {
    return () -> {
      try {
        return new Reading(
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)));
      } catch (IOException failed) {
        throw failed(failed);
      }
    };
  }

  private InfraException failed(IOException cause) {
    return new InfraException.Unavailable(
        "keeping a part of the graph in %s failed: %s; the graph was not made"
            .formatted(file, cause),
        cause);
  }

  private final class Reading implements InputIterator {
    private final DataInputStream input;

    Reading(DataInputStream input) {
      this.input = input;
    }

    @Override
    public InputChunk newChunk() {
      return new Block();
    }

    @Override
    public synchronized boolean next(InputChunk chunk) throws IOException {
      int count;
      try {
        count = input.readInt();
      } catch (EOFException end) {
        return false;
      }
      byte[] read = new byte[input.readInt()];
      input.readFully(read);
      ((Block) chunk).take(count, read);
      return true;
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }

  private final class Block implements InputChunk {
    private DataInputStream input = new DataInputStream(new ByteArrayInputStream(new byte[0]));
    private int left;

    void take(int count, byte[] bytes) {
      input = new DataInputStream(new ByteArrayInputStream(bytes));
      left = count;
    }

    @Override
    public boolean next(InputEntityVisitor visitor) throws IOException {
      if (left == 0) {
        return false;
      }
      left--;
      String name = names.get(input.readShort());
      if (ofNodes) {
        visitor.id(input.readInt());
        visitor.labels(new String[] {name});
      } else {
        visitor.startId(input.readInt());
        visitor.endId(input.readInt());
        visitor.type(name);
      }
      int count = input.readShort();
      for (int i = 0; i < count; i++) {
        visitor.property(names.get(input.readShort()), value(), false);
      }
      visitor.endOfEntity();
      return true;
    }

    private Object value() throws IOException {
      return switch (input.readByte()) {
        case TEXT -> text();
        case LONG -> input.readLong();
        case DOUBLE -> input.readDouble();
        case YES -> true;
        case NO -> false;
        default -> {
          String[] texts = new String[input.readInt()];
          for (int i = 0; i < texts.length; i++) {
            texts[i] = text();
          }
          yield texts;
        }
      };
    }

    private String text() throws IOException {
      byte[] encoded = new byte[input.readInt()];
      input.readFully(encoded);
      return new String(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
  }
}
