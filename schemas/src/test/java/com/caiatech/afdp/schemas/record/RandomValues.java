package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes what records are made of: ids, names, texts and moments.
abstract class RandomValues {
  private static final String TEXTS = "abc XYZ 09 äöü €\"\\/\n\t\u0001 😀 名前";

  final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  final PersonId person() {
    return new PersonId("p_" + sha256().value().substring(0, 32));
  }

  final RepositoryName repository() {
    return new RepositoryName(name());
  }

  final CommitId commit() {
    return new CommitId(sha256().value().substring(0, 40));
  }

  final KeyFingerprint fingerprint() {
    return new KeyFingerprint(sha256().value().substring(0, 40));
  }

  final DeploymentId deployment() {
    return new DeploymentId(uuid7());
  }

  final Sha256 sha256() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new Sha256(HexFormat.of().formatHex(bytes));
  }

  final UUID uuid7() {
    long high = (instant().toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12);
    return new UUID(high, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  final Instant instant() {
    return Instant.ofEpochMilli(1_600_000_000_000L + random.nextLong(400_000_000_000L));
  }

  final String name() {
    return "n" + Integer.toString(random.nextInt(1 << 30), 36);
  }

  final String text(int limit) {
    int length = 1 + random.nextInt(Math.min(limit, 40));
    StringBuilder text = new StringBuilder();
    int[] characters = TEXTS.codePoints().toArray();
    while (text.length() + 2 <= length) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.isEmpty() ? "x" : text.toString();
  }

  final <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  final <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  final <T> List<T> list(int most, Supplier<T> value) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> value.get()).toList();
  }

  final <T> Map<SourceRole, T> roles(Supplier<T> value) {
    Map<SourceRole, T> roles = new EnumMap<>(SourceRole.class);
    for (SourceRole role : SourceRole.values()) {
      if (random.nextBoolean()) {
        roles.put(role, value.get());
      }
    }
    return roles;
  }
}
