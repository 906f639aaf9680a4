package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The raw bytes of a Git commit object (what `git cat-file commit` prints) and their parts.
///
/// What a signature covers is the bytes without the headers whose names begin with `gpgsig` (so
/// without `gpgsig-sha256` too), exactly as stock Git has it. Headers stand in Git's order: one
/// `tree`, the parents, one `author`, one `committer`, then others.
public final class RawCommit {
  private static final String SIGNATURES = "gpgsig";

  private final byte[] bytes;
  private final byte[] signedPayload;
  private final Sha256 sha256;
  private final CommitId tree;
  private final List<CommitId> parents;
  private final @Nullable String signature;
  private final String author;
  private final String committer;
  private final String message;

  private RawCommit(byte[] bytes, byte[] signedPayload, Headers headers, String message) {
    this.bytes = bytes;
    this.signedPayload = signedPayload;
    this.sha256 = Sha256.of(bytes);
    this.tree = new CommitId(headers.one("tree"));
    this.parents = headers.all("parent").stream().map(CommitId::new).toList();
    this.author = headers.one("author");
    this.committer = headers.one("committer");
    headers.requireOrder(parents.size());
    List<String> signatures = headers.all(SIGNATURES);
    this.signature = signatures.isEmpty() ? null : String.join("\n", signatures);
    this.message = message;
  }

  /// Takes the bytes apart.
  ///
  /// @throws SchemasException.MalformedInput when they are no commit object
  public static RawCommit parse(byte[] bytes) {
    Headers headers = new Headers();
    ByteArrayOutputStream payload = new ByteArrayOutputStream(bytes.length);
    int position = 0;
    while (position < bytes.length && bytes[position] != '\n') {
      int end = endOfHeader(bytes, position);
      String line = new String(bytes, position, end - position - 1, StandardCharsets.UTF_8);
      headers.add(line);
      if (!line.startsWith(SIGNATURES)) {
        payload.write(bytes, position, end - position);
      }
      position = end;
    }
    payload.write(bytes, position, bytes.length - position);
    String message =
        position >= bytes.length
            ? ""
            : new String(bytes, position + 1, bytes.length - position - 1, StandardCharsets.UTF_8);
    try {
      return new RawCommit(bytes.clone(), payload.toByteArray(), headers, message);
    } catch (IllegalArgumentException wrongId) {
      throw new SchemasException.MalformedInput("Commit object: " + wrongId.getMessage(), wrongId);
    }
  }

  /// The object's bytes, a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// What the signature covers, a copy.
  public byte[] signedPayload() {
    return signedPayload.clone();
  }

  /// The digest of the object's bytes.
  public Sha256 sha256() {
    return sha256;
  }

  /// The object id of the root tree.
  public CommitId tree() {
    return tree;
  }

  /// The parents, in order.
  public List<CommitId> parents() {
    return parents;
  }

  /// The author line: name, e-mail address, seconds and zone.
  public String author() {
    return author;
  }

  /// The committer line: name, e-mail address, seconds and zone.
  public String committer() {
    return committer;
  }

  /// The armored signature, where there is one; several in a row, which no key made as one, where
  /// the header is repeated.
  public Optional<String> signature() {
    return Optional.ofNullable(signature);
  }

  /// The message with its trailers.
  public String message() {
    return message;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawCommit that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "RawCommit[sha256=" + sha256 + "]";
  }

  /// The index after the line feed that ends the header that starts here; lines that start with a
  /// space continue it.
  private static int endOfHeader(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (i + 1 >= bytes.length || bytes[i + 1] != ' ')) {
        return i + 1;
      }
    }
    throw new SchemasException.MalformedInput(
        "Commit object: expected a line feed after the header at byte " + start + ", found none");
  }

  /// The headers by name, in order.
  private static final class Headers {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    void add(String line) {
      int space = line.indexOf(' ');
      if (space <= 0) {
        throw new SchemasException.MalformedInput(
            "Commit object: expected '<header> <value>', found '" + Excerpt.of(line, 80) + "'");
      }
      names.add(line.substring(0, space));
      values.add(line.substring(space + 1).replace("\n ", "\n"));
    }

    List<String> all(String name) {
      List<String> found = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equals(name)) {
          found.add(values.get(i));
        }
      }
      return found;
    }

    /// Git takes as the commit's own what stands at these places alone.
    void requireOrder(int parents) {
      List<String> expected = new ArrayList<>(List.of("tree"));
      expected.addAll(Collections.nCopies(parents, "parent"));
      expected.addAll(List.of("author", "committer"));
      if (!names.subList(0, expected.size()).equals(expected)) {
        throw new SchemasException.MalformedInput(
            "Commit object: expected the headers tree, parent, author and committer in this order,"
                + " found another");
      }
    }

    String one(String name) {
      List<String> found = all(name);
      if (found.size() != 1) {
        throw new SchemasException.MalformedInput(
            "Commit object: expected one header '" + name + "', found " + found.size());
      }
      return found.getFirst();
    }
  }
}
