package com.caiatech.afdp.schemas.sealing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.sealing.PersonKey.Absent;
import com.caiatech.afdp.schemas.sealing.PersonKey.Erased;
import com.caiatech.afdp.schemas.sealing.PersonKey.Usable;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The data keys of people, one file a person (0600) in a folder (0700) apart from the ledgers.
///
/// A file holds a Tink keyset or a tombstone. The first key written is the one that every process
/// and thread uses; a tombstone takes the key's place in one step and forbids a new one. The file
/// is read at each use, so that an erasure holds for everybody at once; what was made of the last
/// files is kept beside their digest, as making it costs most. Safe for use by many threads.
public final class PersonKeyStore {
  private static final String TOMBSTONE = "afdp-person-key-erased ";
  private static final int MOST_KEPT = 1024;

  private final Path folder;
  private final Map<PersonId, Kept> kept = new LinkedHashMap<>();

  /// What was made of a file with that content.
  private record Kept(Sha256 content, PersonKey key) {}

  /// @param folder made at the first key, where it is missing
  public PersonKeyStore(Path folder) {
    this.folder = folder;
    try {
      DeterministicAeadConfig.register();
    } catch (GeneralSecurityException failed) {
      throw new KeyFault("Tink offers no deterministic encryption here", failed);
    }
  }

  /// Whether the person's key was destroyed.
  public boolean isErased(PersonId person) {
    return find(person) instanceof Erased;
  }

  /// Destroys the person's key, if there is one, and forbids a new one: what was sealed for them
  /// can never be read again. Doing it twice is the same as once.
  public void erase(PersonId person, Instant moment) {
    Path file = fileOf(person);
    if (isErased(person)) {
      return;
    }
    byte[] tombstone = (TOMBSTONE + moment + "\n").getBytes(StandardCharsets.US_ASCII);
    SecretFile.createIfAbsent(file, tombstone);
    try (FileChannel before = FileChannel.open(file, StandardOpenOption.WRITE)) {
      SecretFile.replace(file, tombstone);
      blank(before);
    } catch (IOException failed) {
      throw new KeyFault(
          "erasing the key of " + person + " failed; repeating it is safe: " + failed, failed);
    }
    synchronized (kept) {
      kept.remove(person);
    }
  }

  /// The person's key, made now where there was none.
  PersonKey findOrCreate(PersonId person) {
    PersonKey found = find(person);
    return found instanceof Absent
        ? read(person, SecretFile.createIfAbsent(fileOf(person), newKeyset()))
        : found;
  }

  PersonKey find(PersonId person) {
    Optional<byte[]> standing = SecretFile.readIfPresent(fileOf(person));
    return standing.isEmpty() ? new Absent() : read(person, standing.get());
  }

  private Path fileOf(PersonId person) {
    return folder.resolve(person.value() + ".key");
  }

  private PersonKey read(PersonId person, byte[] content) {
    Sha256 digest = Sha256.of(content);
    synchronized (kept) {
      Kept before = kept.remove(person);
      if (before != null && before.content.equals(digest)) {
        kept.put(person, before);
        return before.key;
      }
    }
    PersonKey key = parse(person, content);
    if (key instanceof Usable) {
      synchronized (kept) {
        kept.put(person, new Kept(digest, key));
        if (kept.size() > MOST_KEPT) {
          kept.remove(kept.keySet().iterator().next());
        }
      }
    }
    return key;
  }

  private static PersonKey parse(PersonId person, byte[] content) {
    String text = new String(content, StandardCharsets.US_ASCII);
    if (text.startsWith(TOMBSTONE)) {
      return new Erased();
    }
    try {
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return new Usable(keyset.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
    } catch (GeneralSecurityException | RuntimeException broken) {
      // the keyset's parser throws unchecked exceptions of many kinds for broken input
      throw new KeyFault(
          "the key file of " + person + " is broken; restore it from a backup", broken);
    }
  }

  private static byte[] newKeyset() {
    try {
      KeysetHandle keyset =
          KeysetHandle.generateNew(
              PredefinedDeterministicAeadParameters.AES256_SIV, RegistryConfiguration.get());
      return TinkJsonProtoKeysetFormat.serializeKeyset(
              keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException failed) {
      throw new KeyFault("generating a person's key failed", failed);
    }
  }

  /// Overwrites the old file's own blocks, which have no name any more.
  private static void blank(FileChannel before) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(before.size(), 64 * 1024));
    while (zeros.hasRemaining()) {
      before.write(zeros);
    }
    before.force(true);
  }

  @Override
  public String toString() {
    return "PersonKeyStore[" + folder + (Files.isDirectory(folder) ? "" : ", empty") + "]";
  }
}
