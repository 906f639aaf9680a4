package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs as a host could send them, into a repository that takes little.
class ReceivedPackTest {
  private static final GitLimits LIMITS =
      new GitLimits(1 << 16, 50, 1 << 20, 1_000, 1 << 20, 1 << 26);

  @TempDir Path folder;
  private BoundedRepository repository;

  @BeforeEach
  void makeRepository() throws IOException {
    repository = BoundedRepository.open(folder.resolve("r.git"), LIMITS);
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void aPackWithinTheLimitsIsTakenIn() throws IOException {
    HandMadePack pack = new HandMadePack();
    byte[] base = new byte[5_000];
    new Random(1).nextBytes(base);
    long start = pack.whole(blob(base), Constants.OBJ_BLOB, base);
    byte[] cut = Arrays.copyOf(base, 300);
    pack.delta(blob(cut), start, HandMadePack.copying(base.length, cut.length));
    pack.delta(blob(new byte[0]), blob(cut), HandMade.concat(HandMadePack.copying(cut.length, 0)));

    receive(pack.stream());

    assertThat(repository.open(blob(cut)).getBytes()).isEqualTo(cut);
    assertThat(repository.open(blob(new byte[0])).getBytes()).isEmpty();
  }

  @Test
  void aPackIsTakenInWhateverPiecesItComesIn() throws IOException {
    HandMadePack pack = new HandMadePack();
    byte[] base = new byte[20_000];
    new Random(2).nextBytes(base);
    long start = pack.whole(blob(base), Constants.OBJ_BLOB, base);
    pack.delta(blob(Arrays.copyOf(base, 9_000)), start, HandMadePack.copying(20_000, 9_000));

    receive(new OneByteAtATime(pack.stream()));

    assertThat(repository.getObjectDatabase().has(blob(base))).isTrue();
  }

  @Test
  void aClaimOfManyObjectsIsRefusedBeforeMemoryIsTakenForThem() {
    expectRefused(Reason.TOO_LARGE, "1000 objects", new HandMadePack().claiming(0xffff_fffeL));
    expectRefused(Reason.TOO_LARGE, "1000 objects", new HandMadePack().claiming(1_001));
  }

  @Test
  void aClaimOfALargeObjectIsRefusedBeforeMemoryIsTakenForIt() {
    for (int type : new int[] {Constants.OBJ_COMMIT, Constants.OBJ_TREE, Constants.OBJ_BLOB}) {
      for (long size : new long[] {LIMITS.objectBytes() + 1L, 1L << 31, 1L << 40, 1L << 62}) {
        HandMadePack pack = new HandMadePack();
        pack.whole(ObjectId.zeroId(), type, size, new byte[10]);
        expectRefused(Reason.TOO_LARGE, "" + size, pack);
      }
    }
  }

  @Test
  void aSizeThatNoNumberHoldsIsRefused() {
    HandMadePack endless = new HandMadePack();
    byte[] header = new byte[200];
    Arrays.fill(header, (byte) 0xbf);
    endless.add(ObjectId.zeroId(), header);
    expectRefused(Reason.BROKEN, "more than 9 bytes", endless);
    HandMadePack negative = new HandMadePack();
    negative.add(
        ObjectId.zeroId(),
        HandMade.concat(
            HandMadePack.header(Constants.OBJ_TREE, 0x8000_0000_7fff_fff0L), new byte[30]));
    expectRefused(Reason.TOO_LARGE, "2^59", negative);
  }

  @Test
  void aDeltaThatClaimsGigabytesIsRefused() {
    HandMadePack pack = new HandMadePack();
    long start = pack.whole(blob(new byte[10]), Constants.OBJ_BLOB, new byte[10]);
    pack.delta(ObjectId.zeroId(), start, HandMadePack.claiming(10, 3L << 30));
    expectRefused(Reason.TOO_LARGE, "" + (3L << 30), pack);
  }

  @Test
  void aChainThatPassesThroughMoreThanAllowedIsRefused() {
    HandMadePack pack = new HandMadePack();
    byte[] base = new byte[LIMITS.objectBytes()];
    long start = pack.whole(blob(base), Constants.OBJ_BLOB, base);
    for (int i = 0; i < 20; i++) {
      start = pack.delta(ObjectId.zeroId(), start, HandMadePack.copying(base.length, base.length));
    }
    expectRefused(Reason.TOO_LARGE, "pass through at most 1048576", pack);
  }

  @Test
  void deltasByIdThatMakeMoreThanAllowedAreRefused() {
    HandMadePack pack = new HandMadePack();
    byte[] base = new byte[LIMITS.objectBytes()];
    pack.whole(blob(base), Constants.OBJ_BLOB, base);
    for (int i = 0; i < 20; i++) {
      pack.delta(ObjectId.zeroId(), blob(base), HandMadePack.copying(base.length, base.length - i));
    }
    expectRefused(Reason.TOO_LARGE, "pass through at most 1048576", pack);
  }

  @Test
  void manyBytesAreRefusedAsSoonAsTheyAreTooMany() {
    HandMadePack pack = new HandMadePack();
    byte[] noise = new byte[60_000];
    for (int i = 0; i < 20; i++) {
      new Random(i).nextBytes(noise);
      pack.whole(blob(noise), Constants.OBJ_BLOB, noise);
    }
    expectRefused(Reason.TOO_LARGE, "1048576 bytes", pack);
  }

  @Test
  void entriesThatAreNotWhatTheySayAreRefused() {
    HandMadePack more = new HandMadePack();
    more.whole(ObjectId.zeroId(), Constants.OBJ_BLOB, 5, new byte[6]);
    expectRefused(Reason.BROKEN, "more bytes than the 5", more);
    HandMadePack fewer = new HandMadePack();
    fewer.whole(ObjectId.zeroId(), Constants.OBJ_BLOB, 5, new byte[4]);
    expectRefused(Reason.BROKEN, "fewer bytes than the 5", fewer);
    HandMadePack garbage = new HandMadePack();
    garbage.add(
        ObjectId.zeroId(), HandMade.concat(HandMadePack.header(3, 5), HandMade.bytes("garbage")));
    expectRefused(Reason.BROKEN, "not compressed", garbage);
    HandMadePack type = new HandMadePack();
    type.whole(ObjectId.zeroId(), 5, new byte[4]);
    expectRefused(Reason.BROKEN, "unknown type 5", type);
  }

  @Test
  void aDeltaOnNoEntryIsRefused() {
    HandMadePack pack = new HandMadePack();
    pack.whole(blob(new byte[10]), Constants.OBJ_BLOB, new byte[10]);
    pack.delta(ObjectId.zeroId(), 3, HandMadePack.copying(10, 10));
    expectRefused(Reason.BROKEN, "no entry", pack);
  }

  @Test
  void aThinPackWhoseBaseIsNotHereFails() {
    HandMadePack pack = new HandMadePack();
    pack.delta(ObjectId.zeroId(), blob(HandMade.bytes("not here")), HandMadePack.copying(8, 8));
    assertThatThrownBy(() -> receive(pack.stream())).isInstanceOf(IOException.class);
    expectNothingLeft();
  }

  @Test
  void aPackThatIsChangedOnItsWayFailsAndLeavesNothing() {
    HandMadePack pack = new HandMadePack();
    byte[] base = new byte[2_000];
    new Random(3).nextBytes(base);
    long start = pack.whole(blob(base), Constants.OBJ_BLOB, base);
    pack.delta(ObjectId.zeroId(), start, HandMadePack.copying(2_000, 1_000));
    byte[] whole = pack.bytes();
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      ThrowingCallable received = () -> receive(new ByteArrayInputStream(changed));
      assertThatThrownBy(received)
          .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    }
    expectNothingLeft();
  }

  private void expectRefused(Reason reason, String message, HandMadePack pack) {
    assertThatThrownBy(() -> receive(pack.stream()))
        .isInstanceOfSatisfying(
            UnreadableObject.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.describe()).contains(message);
            });
    expectNothingLeft();
  }

  private void expectNothingLeft() {
    try (Stream<Path> files = Files.walk(folder.resolve("r.git/objects"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void receive(InputStream pack) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      PackParser parser = inserter.newPackParser(pack);
      parser.setAllowThin(true);
      parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    }
  }

  private ObjectId blob(byte[] content) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      return inserter.idFor(Constants.OBJ_BLOB, content);
    }
  }

  private static final class OneByteAtATime extends FilterInputStream {
    OneByteAtATime(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, 1));
    }
  }
}
