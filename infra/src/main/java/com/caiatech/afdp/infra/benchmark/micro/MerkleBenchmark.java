package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#MERKLE}: the tree hashes each entry behind a byte, and two digests behind a byte for
/// each node; the limit is one digest of as many bytes.
@State(Scope.Thread)
public class MerkleBenchmark {
  private static final int ENTRIES = 1024;
  private static final int NODE_BYTES = 1 + 2 * 32;

  private List<byte[]> entries =
      IntStream.range(0, ENTRIES)
          .mapToObj(
              index ->
                  new LedgerEntry(
                      index,
                      SampleRecord.path(),
                      Sha256.ofUtf8("file " + index),
                      Sha256.ofUtf8("commit " + index)))
          .map(LedgerEntry::bytes)
          .toList();
  private byte[] hashed =
      new byte
          [entries.stream().mapToInt(entry -> 1 + entry.length).sum() + (ENTRIES - 1) * NODE_BYTES];
  private MessageDigest sha256 = Sha256.newDigest();

  @Benchmark
  public Object ours() {
    return MerkleTree.rootOfEntries(entries);
  }

  @Benchmark
  public Object beside() {
    return sha256.digest(hashed);
  }
}
