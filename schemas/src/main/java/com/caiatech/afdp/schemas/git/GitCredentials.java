package com.caiatech.afdp.schemas.git;

import java.util.Set;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/// An account at a Git host. It is told to the host's authorities alone, and over https alone.
final class GitCredentials extends CredentialsProvider {
  private final String user;
  private final String password;
  private final Set<String> authorities;

  private GitCredentials(String user, String password, Set<String> authorities) {
    this.user = user;
    this.password = password;
    this.authorities = Set.copyOf(authorities);
  }

  /// Reads `user:password` or `user:token`.
  ///
  /// @throws IllegalArgumentException without any of the text in its message
  static GitCredentials parse(String text, Set<String> authorities) {
    String line = text.strip();
    int colon = line.indexOf(':');
    if (colon < 1 || colon == line.length() - 1 || line.lines().count() != 1) {
      throw new IllegalArgumentException(
          "expected one line with user:password or user:token, found another form");
    }
    return new GitCredentials(line.substring(0, colon), line.substring(colon + 1), authorities);
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username)
          && !(item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) {
    if (!"https".equals(uri.getScheme())
        || !authorities.contains(GitAccess.authority(uri))
        || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(user);
      } else if (item instanceof CredentialItem.Password secret) {
        secret.setValue(password.toCharArray());
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "GitCredentials";
  }
}
