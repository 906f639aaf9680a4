package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the graph keeps of a commit's message: nobody's name or address, apart from what a subject
/// says.
///
/// @param subject the first paragraph on one line, bounded
/// @param bodySha256 the digest of the bytes after the subject; absent where there are none
/// @param type the type that the subject begins with as Conventional Commits 1.0.0 says, in lower
///   case
/// @param scope the scope beside the type, in lower case
/// @param breaking whether subject or footer say that it breaks what relies on it
/// @param issueKeys such as `SHOP-12` and `#12`, each once, in the order of the message
/// @param reverts the commits that it says it reverts, each once
/// @param cherryPickedFrom the commits that it says it was copied from, each once
public record CommitMessage(
    String subject,
    @Nullable Sha256 bodySha256,
    @Nullable String type,
    @Nullable String scope,
    boolean breaking,
    List<String> issueKeys,
    List<CommitId> reverts,
    List<CommitId> cherryPickedFrom) {
  public CommitMessage {
    issueKeys = List.copyOf(issueKeys);
    reverts = List.copyOf(reverts);
    cherryPickedFrom = List.copyOf(cherryPickedFrom);
  }
}
