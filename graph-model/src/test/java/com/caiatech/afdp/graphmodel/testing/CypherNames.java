package com.caiatech.afdp.graphmodel.testing;

import com.caiatech.afdp.graphmodel.testing.CypherTokens.Kind;
import com.caiatech.afdp.graphmodel.testing.CypherTokens.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The names of the graph that a Cypher statement uses, read from its tokens.
///
/// What is read of a variable counts as a property unless the variable runs over a parameter
/// (`UNWIND $rows AS row`), or the statement itself makes a map with that key: so a name that is
/// overlooked is one that somebody mistook for a key of such a map, and no other.
///
/// @param labels of nodes
/// @param types of relationships
/// @param properties of nodes and relationships
/// @param texts what stands in quotes
public record CypherNames(
    Set<String> labels, Set<String> types, Set<String> properties, Set<String> texts) {

  /// The names that the statement uses.
  ///
  /// @throws IllegalArgumentException when it is no Cypher, or computes a name
  public static CypherNames of(String statement) {
    return new Reading(CypherTokens.of(statement)).names();
  }

  private enum Bracket {
    NONE,
    PATTERN,
    CALL,
    RELATIONSHIP,
    LIST,
    PROPERTIES,
    MAP,
    SUBQUERY
  }

  /// One reading of a statement from left to right.
  private static final class Reading {
    private static final Token NOTHING = new Token(Kind.SIGN, "");
    private static final Set<String> SUBQUERIES = Set.of("COLLECT", "EXISTS", "COUNT", "CALL");
    private static final Set<String> BEFORE_PATTERNS =
        Set.of("MATCH", "CREATE", "MERGE", "WHERE", "AND", "OR", "NOT", "XOR", "FOR", "IN", "CALL");

    private final List<Token> tokens;
    private final Set<String> labels = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private final Set<String> properties = new TreeSet<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<String> keys = new HashSet<>();
    private final Set<String> rows = new HashSet<>();
    private final Set<String> texts = new TreeSet<>();
    private final Deque<Bracket> open = new ArrayDeque<>(List.of(Bracket.NONE));
    private boolean setting;

    Reading(List<Token> tokens) {
      this.tokens = tokens;
    }

    CypherNames names() {
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        switch (token.kind()) {
          case TEXT -> texts.add(token.text());
          case WORD -> word(i);
          case SIGN -> sign(i, token.text());
          case PARAMETER, NUMBER -> {}
        }
      }
      read.removeAll(keys);
      properties.addAll(read);
      return new CypherNames(labels, types, properties, texts);
    }

    private Token at(int i) {
      return i < 0 || i >= tokens.size() ? NOTHING : tokens.get(i);
    }

    private void word(int i) {
      String word = at(i).text().toUpperCase(Locale.ROOT);
      switch (word) {
        case "SET" -> setting = true;
        case "MATCH", "MERGE", "CREATE", "WITH", "RETURN", "WHERE", "CASE" -> setting = false;
        case "UNWIND" -> unwind(i);
        case "IN" -> {
          if ((at(i - 2).is("(") || at(i - 2).is("[")) && isRow(i + 1)) {
            rows.add(at(i - 1).text());
          }
        }
        default -> {}
      }
    }

    /// Notes the variable of an `UNWIND` over a parameter, or over a part of one.
    private void unwind(int i) {
      int depth = 0;
      for (int at = i + 1; at < tokens.size(); at++) {
        depth += at(at).is("[") || at(at).is("(") ? 1 : at(at).is("]") || at(at).is(")") ? -1 : 0;
        if (depth == 0 && at(at).isWord("AS")) {
          if (isRow(i + 1)) {
            rows.add(at(at + 1).text());
          }
          return;
        }
      }
    }

    private boolean isRow(int i) {
      return at(i).kind() == Kind.PARAMETER
          || (at(i).kind() == Kind.WORD && rows.contains(at(i).text()));
    }

    private void sign(int i, String sign) {
      switch (sign) {
        case "(" -> open.push(parenthesis(at(i - 1)));
        case "[" ->
            open.push(
                at(i - 1).is("-") || at(i - 1).is("<-") ? Bracket.RELATIONSHIP : Bracket.LIST);
        case "{" -> open.push(brace(i));
        case ")", "]", "}" -> open.pop();
        case ":" -> colon(i);
        case "." -> dot(i);
        default -> {}
      }
    }

    private static Bracket parenthesis(Token before) {
      boolean named =
          before.kind() == Kind.WORD
              && !BEFORE_PATTERNS.contains(before.text().toUpperCase(Locale.ROOT));
      return named ? Bracket.CALL : Bracket.PATTERN;
    }

    private Bracket brace(int i) {
      Token before = at(i - 1);
      if (before.is(")")
          || (before.kind() == Kind.WORD
              && SUBQUERIES.contains(before.text().toUpperCase(Locale.ROOT)))) {
        return Bracket.SUBQUERY;
      }
      boolean assigned = setting && (before.is("=") || before.is("+="));
      boolean inPattern =
          open.peek() == Bracket.RELATIONSHIP
              || (open.peek() == Bracket.PATTERN && (before.kind() == Kind.WORD || before.is("(")));
      return assigned || inPattern ? Bracket.PROPERTIES : Bracket.MAP;
    }

    private void colon(int i) {
      boolean key = at(i - 2).is("{") || at(i - 2).is(",");
      if (open.peek() == Bracket.PROPERTIES && key) {
        properties.add(at(i - 1).text());
      } else if (open.peek() == Bracket.MAP && key) {
        keys.add(at(i - 1).text());
      } else {
        addNames(i + 1, open.peek() == Bracket.RELATIONSHIP ? types : labels);
      }
    }

    /// A name, or an expression of names such as `A|B`, `A&!B`.
    private void addNames(int from, Set<String> names) {
      int at = from;
      while (at(at).is("!") || at(at).is("(")) {
        at++;
      }
      if (at(at).kind() != Kind.WORD) {
        throw new IllegalArgumentException(
            "expected a name after ':', found '" + at(at).text() + "'");
      }
      names.add(at(at).text());
      boolean more = at(at + 1).is("&") || (at(at + 1).is("|") && open.peek() != Bracket.LIST);
      if (more) {
        addNames(at(at + 2).is(":") ? at + 3 : at + 2, names);
      }
    }

    private void dot(int i) {
      int start = i - 1;
      while (at(start - 1).is(".") && at(start).kind() == Kind.WORD) {
        start -= 2;
      }
      boolean called = at(i + 2).is("(") || (at(i + 2).is(".") && at(i + 4).is("("));
      if (!called && !isRow(start) && at(i + 1).kind() == Kind.WORD) {
        read.add(at(i + 1).text());
      }
    }
  }
}
