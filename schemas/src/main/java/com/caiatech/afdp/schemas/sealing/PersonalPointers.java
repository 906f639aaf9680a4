package com.caiatech.afdp.schemas.sealing;

/// The JSON pointers at which personal values are sealed. A value opens only at the pointer at
/// which it was sealed, so whoever seals and whoever opens has to take it from here.
public final class PersonalPointers {
  /// The name of somebody whom a commit names, be it the author, the committer or a co-author, in
  /// the context of the commit's global id.
  public static final String AUTHOR_NAME = "/author_name";

  /// The description of an incident, in the context of the id of the record that holds it.
  public static final String DESCRIPTION = "/description";

  private PersonalPointers() {}
}
