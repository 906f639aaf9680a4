package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// The signed first commit of a volume, which adds the {@link SampleRecord}, in memory, and a
/// policy that trusts it.
final class SampleCommit {
  private static final Series SERIES = Series.CHECKS;

  private final OpenPgpSecretKey worker = key("worker");
  private final TrustPolicy policy =
      TrustPolicy.of(
          FirstPolicy.of(
              key("root"),
              worker.publicKey(),
              Ed25519SigningKey.generate().verifyingKey(),
              "urn:afdp:microbenchmark",
              List.of(),
              SubjectId.create(SampleRecord.MOMENT),
              SampleRecord.MOMENT));
  private final String path = SampleRecord.path();
  private final byte[] file = SampleRecord.bytes();
  private final byte[] raw;
  private final CommitId id;

  SampleCommit() {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      raw = signed(formatter.idFor(Constants.OBJ_TREE, new byte[0]));
      id = new CommitId(formatter.idFor(Constants.OBJ_COMMIT, raw).name());
    } catch (IOException impossible) {
      throw new UncheckedIOException("making a commit in memory failed", impossible);
    }
  }

  /// Takes the commit's bytes and those of the file that it adds apart, as a reader of the volume
  /// does.
  LedgerCommit read() {
    return new LedgerCommit(
        SERIES,
        SERIES.firstVolume(),
        id,
        RawCommit.parse(raw),
        0,
        null,
        List.of(AddedFile.of(path, file)));
  }

  /// Who signed it.
  OpenPgpPublicKey signer() {
    return worker.publicKey();
  }

  /// Who may sign it.
  TrustPolicy policy() {
    return policy;
  }

  private byte[] signed(ObjectId tree) throws IOException {
    CommitTrailers trailers =
        new CommitTrailers(
            SampleRecord.MOMENT,
            SERIES.firstVolume(),
            0,
            VolumeVerifier.entriesRoot(List.of(AddedFile.of(path, file))),
            null);
    PersonIdent person =
        new PersonIdent("AFDP worker", "worker@afdp.invalid", SampleRecord.MOMENT, ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(trailers.message("Record check-result of checkout in production"));
    String signature = worker.signDetached(commit.build(), SampleRecord.MOMENT);
    commit.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
    return commit.build();
  }

  private static OpenPgpSecretKey key(String name) {
    return OpenPgpSecretKey.generate(
        "AFDP " + name + " <" + name + "@afdp.invalid>", SampleRecord.MOMENT);
  }
}
