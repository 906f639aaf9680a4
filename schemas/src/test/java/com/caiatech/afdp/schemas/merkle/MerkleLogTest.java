package com.caiatech.afdp.schemas.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Proven;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Refuted;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MerkleLogTest {
  private static final int MANY = 130;
  private static final Sha256 OTHER = Sha256.ofUtf8("another");

  /// The entries and roots of the Certificate Transparency reference tests.
  private static final List<byte[]> ENTRIES = referenceEntries();

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void hasTheRootsOfTheReferenceTests() {
    MerkleLog log = MerkleLog.of(ENTRIES.stream().map(MerkleTree::leafHash).toList());

    for (int size = 0; size <= ENTRIES.size(); size++) {
      assertThat(log.root(size)).hasToString(ROOTS.get(size));
      assertThat(MerkleTree.rootOfEntries(ENTRIES.subList(0, size))).isEqualTo(log.root(size));
    }
  }

  @Test
  void hasTheProofsOfTheReferenceTests() {
    MerkleLog log = MerkleLog.of(ENTRIES.stream().map(MerkleTree::leafHash).toList());

    assertThat(log.inclusionProof(0, 8).path())
        .extracting(Sha256::value)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(log.inclusionProof(5, 8).path())
        .extracting(Sha256::value)
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(log.consistencyProof(6, 8).path())
        .extracting(Sha256::value)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  @Test
  void everyInclusionProofHoldsAndEveryMutationFails() {
    MerkleLog log = filled(MANY);

    for (int size = 1; size <= MANY; size++) {
      Sha256 root = log.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = log.inclusionProof(index, size);
        Sha256 leaf = log.leafHash(index);
        assertThat(proof.verify(leaf, root)).isEqualTo(new Proven());
        assertThat(proof.verify(OTHER, root)).isInstanceOf(Refuted.class);
        assertThat(proof.verify(leaf, OTHER)).isInstanceOf(Refuted.class);
        for (List<Sha256> mutated : mutations(proof.path())) {
          assertThat(new InclusionProof(index, size, mutated).verify(leaf, root))
              .isInstanceOf(Refuted.class);
        }
      }
    }
  }

  @Test
  void anInclusionProofHoldsForItsOwnIndexOnly() {
    MerkleLog log = filled(33);
    for (int index = 0; index < 33; index++) {
      List<Sha256> path = log.inclusionProof(index, 33).path();
      for (int other = 0; other < 33; other++) {
        if (other != index) {
          assertThat(new InclusionProof(other, 33, path).verify(log.leafHash(index), log.root()))
              .isInstanceOf(Refuted.class);
        }
      }
    }
  }

  @Test
  void everyConsistencyProofHoldsAndEveryMutationFails() {
    MerkleLog log = filled(MANY);

    for (int second = 0; second <= MANY; second++) {
      for (int first = 0; first <= second; first++) {
        ConsistencyProof proof = log.consistencyProof(first, second);
        Sha256 before = log.root(first);
        Sha256 after = log.root(second);
        assertThat(proof.verify(before, after)).isEqualTo(new Proven());
        assertThat(proof.verify(OTHER, after)).isInstanceOf(Refuted.class);
        if (first > 0) {
          assertThat(proof.verify(before, OTHER)).isInstanceOf(Refuted.class);
        }
        for (List<Sha256> mutated : mutations(proof.path())) {
          assertThat(new ConsistencyProof(first, second, mutated).verify(before, after))
              .isInstanceOf(Refuted.class);
        }
      }
    }
  }

  @Test
  void aProofSaysWhyItFails() {
    MerkleLog log = filled(8);
    InclusionProof proof = log.inclusionProof(3, 8);

    assertThat(new InclusionProof(3, 8, proof.path().subList(0, 2)).verify(OTHER, log.root()))
        .isEqualTo(new Refuted("inclusion proof: shorter than a log of 8 entries needs"));
    assertThat(new InclusionProof(1, 2, proof.path()).verify(OTHER, log.root()))
        .isEqualTo(new Refuted("inclusion proof: longer than a log of 2 entries needs"));
    assertThat(new ConsistencyProof(3, 8, List.of()).verify(OTHER, OTHER))
        .isEqualTo(new Refuted("consistency proof: empty between different sizes"));
  }

  @Test
  void rootsMatchTheRecursiveDefinition() {
    qt().withExamples(50)
        .forAll(integers().between(1, 600))
        .check(
            size -> {
              MerkleLog log = filled(size);
              List<Sha256> leaves = IntStream.range(0, size).mapToObj(log::leafHash).toList();
              return log.root().equals(recursiveRoot(leaves));
            });
  }

  @Test
  void refusesSizesAndIndexesOutsideTheLog() {
    MerkleLog log = filled(3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.inclusionProof(3, 3))
        .withMessage("Merkle log: expected index between 0 and 2, found 3");
    assertThatIllegalArgumentException().isThrownBy(() -> log.root(4));
    assertThatIllegalArgumentException().isThrownBy(() -> log.consistencyProof(2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InclusionProof(2, 2, List.of()))
        .withMessage("InclusionProof: expected an index from 0 to below the size 2, found 2");
    assertThatIllegalArgumentException().isThrownBy(() -> new ConsistencyProof(2, 1, List.of()));
  }

  private static List<List<Sha256>> mutations(List<Sha256> path) {
    List<List<Sha256>> mutations = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<Sha256> replaced = new ArrayList<>(path);
      replaced.set(i, OTHER);
      mutations.add(replaced);
      List<Sha256> dropped = new ArrayList<>(path);
      dropped.remove(i);
      mutations.add(dropped);
    }
    List<Sha256> longer = new ArrayList<>(path);
    longer.add(OTHER);
    mutations.add(longer);
    return mutations;
  }

  private static Sha256 recursiveRoot(List<Sha256> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return MerkleTree.nodeHash(
        recursiveRoot(leaves.subList(0, split)),
        recursiveRoot(leaves.subList(split, leaves.size())));
  }

  private static MerkleLog filled(int size) {
    MerkleLog log = new MerkleLog();
    for (int i = 0; i < size; i++) {
      assertThat(log.append(MerkleTree.leafHash(("entry " + i).getBytes(UTF_8)))).isEqualTo(i);
    }
    return log;
  }

  private static List<byte[]> referenceEntries() {
    HexFormat hex = HexFormat.of();
    return List.of(
        new byte[0],
        hex.parseHex("00"),
        hex.parseHex("10"),
        hex.parseHex("2021"),
        hex.parseHex("3031"),
        hex.parseHex("40414243"),
        hex.parseHex("5051525354555657"),
        hex.parseHex("606162636465666768696a6b6c6d6e6f"));
  }
}
