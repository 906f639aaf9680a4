package com.caiatech.afdp.graphmodel.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a Cypher statement into its tokens; comments and white space are left out.
final class CypherTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<blank>\\s+|//[^\\n]*|/\\*.*?\\*/)\
          |(?<text>'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")\
          |(?<parameter>\\$(?:\\w+|`[^`]*`))\
          |(?<word>[\\p{L}_][\\p{L}\\p{N}_]*|`[^`]*`)\
          |(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\
          |(?<sign>::|\\.\\.|\\+=|->|<-|<>|<=|>=|=~|[-+*/%^=<>()\\[\\]{},:;.|&!])""",
          Pattern.DOTALL);

  private CypherTokens() {}

  enum Kind {
    WORD,
    PARAMETER,
    TEXT,
    NUMBER,
    SIGN
  }

  /// A token; a text without its quotes, a name without its backticks.
  record Token(Kind kind, String text) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
  }

  /// The tokens in order.
  ///
  /// @throws IllegalArgumentException at what is no Cypher, such as an unknown sign, and at a name
  ///   that is computed, which nobody can check
  static List<Token> of(String statement) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(statement);
    int at = 0;
    while (at < statement.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new IllegalArgumentException(
            "expected a token of Cypher at " + at + ", found: " + statement.substring(at));
      }
      at = matcher.end();
      add(tokens, matcher);
    }
    return tokens;
  }

  private static void add(List<Token> tokens, Matcher matcher) {
    String found = matcher.group();
    if (matcher.group("text") != null) {
      tokens.add(new Token(Kind.TEXT, found.substring(1, found.length() - 1)));
    } else if (matcher.group("parameter") != null) {
      tokens.add(new Token(Kind.PARAMETER, found));
    } else if (matcher.group("word") != null) {
      tokens.add(new Token(Kind.WORD, found.replace("`", "")));
    } else if (matcher.group("number") != null) {
      tokens.add(new Token(Kind.NUMBER, found));
    } else if (matcher.group("sign") != null) {
      tokens.add(new Token(Kind.SIGN, found));
    }
  }
}
