package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.intent.Intent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question that a person keeps under a name, to be asked again. The saved query is the record's
/// subject: a further record of it by the same person replaces all that is said of it, or withdraws
/// it; nothing else in its folder counts. The document is text here: whoever runs it validates it.
///
/// @param name in clear, 1 to {@value #MAX_NAME} characters (Unicode code points); absent where the
///   saved query is withdrawn
/// @param purpose what it is for, in clear, 1 to {@value #MAX_PURPOSE} characters
/// @param document one GraphQL query operation with its fragments, 1 to {@value #MAX_DOCUMENT}
///   characters; absent where the saved query is withdrawn
/// @param variables as the document declares them, such as `$first: Int = 10`, in its order
/// @param sharedWith the roles for whom it is listed, by their names such as `approver`
/// @param savedBy whose it is
public record SavedQuery(
    @Nullable String name,
    @Nullable String purpose,
    @Nullable String document,
    List<String> variables,
    List<String> sharedWith,
    PersonId savedBy,
    @Nullable Intent intent)
    implements PersonCaused {
  /// How long a name may be, in characters (Unicode code points).
  public static final int MAX_NAME = 80;

  /// How long the purpose may be, in characters (Unicode code points).
  public static final int MAX_PURPOSE = 500;

  /// How long a document may be, in characters (Unicode code points).
  public static final int MAX_DOCUMENT = 16_384;

  /// How many variables a document may declare.
  public static final int MAX_VARIABLES = 50;

  /// How long the declaration of a variable may be, in characters (Unicode code points).
  public static final int MAX_VARIABLE = 500;

  public SavedQuery {
    variables = List.copyOf(variables);
    sharedWith = List.copyOf(sharedWith);
    if ((name == null) != (document == null)) {
      throw new IllegalArgumentException(
          "SavedQuery: expected a name with a document or neither, found "
              + (name == null ? "a document" : "a name")
              + " alone");
    }
  }

  /// One that its author takes back.
  public static SavedQuery withdrawn(PersonId savedBy) {
    return new SavedQuery(null, null, null, List.of(), List.of(), savedBy, null);
  }

  /// Whether it tells of the same saved query as the first record of the subject does.
  public boolean follows(SavedQuery first) {
    return savedBy.equals(first.savedBy);
  }
}
