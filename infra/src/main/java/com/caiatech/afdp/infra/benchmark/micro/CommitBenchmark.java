package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#COMMIT}: from the bytes of a commit and of the record that it adds to the verdict,
/// beside what no verifier can do without, the key decoded and the signature unpacked beforehand.
@State(Scope.Thread)
public class CommitBenchmark {
  private SampleCommit commit = new SampleCommit();
  private byte[] payload;
  private PGPSignature signature;
  private byte[] signatureBytes;
  private AsymmetricKeyParameter key;

  public CommitBenchmark() {
    RawCommit raw = commit.read().raw();
    payload = raw.signedPayload();
    try {
      signature = signature(raw.signature().orElseThrow());
      signatureBytes = signature.getSignature();
      key = key(commit.signer().armored());
    } catch (IOException | PGPException impossible) {
      throw new IllegalStateException("the signature and its key were just made", impossible);
    }
  }

  @Benchmark
  public Object ours() {
    return VolumeVerifier.judge(commit.read(), null, commit.policy());
  }

  @Benchmark
  public boolean beside() throws GeneralSecurityException {
    MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
    sha512.update(payload);
    byte[] digest = sha512.digest(signature.getSignatureTrailer());
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(digest, 0, digest.length);
    return verifier.verifySignature(signatureBytes);
  }

  private static PGPSignature signature(String armored) throws IOException {
    try (ArmoredInputStream packets = packets(armored)) {
      return ((PGPSignatureList) new BcPGPObjectFactory(packets).nextObject()).get(0);
    }
  }

  private static AsymmetricKeyParameter key(String armored) throws IOException, PGPException {
    try (ArmoredInputStream packets = packets(armored)) {
      return new BcPGPKeyConverter()
          .getPublicKey(
              new PGPPublicKeyRing(packets, new BcKeyFingerprintCalculator()).getPublicKey());
    }
  }

  private static ArmoredInputStream packets(String armored) throws IOException {
    return new ArmoredInputStream(
        new ByteArrayInputStream((armored + "\n").getBytes(StandardCharsets.US_ASCII)));
  }
}
