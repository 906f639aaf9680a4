package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// Who the workers are to a Git host. The file is read at each connection, so that a token can be
/// replaced while they run.
///
/// @param passwordFile holds a password or token; white space around it does not count
public record GitAccount(String user, Path passwordFile) {
  CredentialsProvider credentials() {
    try {
      String password = Files.readString(passwordFile).strip();
      return new UsernamePasswordCredentialsProvider(user, password.toCharArray());
    } catch (IOException unreadable) {
      throw new WorkersException.LedgerUnavailable(
          "Reading the password of '"
              + user
              + "' at the Git host from "
              + passwordFile
              + " failed: "
              + unreadable
              + "; nothing was written",
          unreadable);
    }
  }
}
