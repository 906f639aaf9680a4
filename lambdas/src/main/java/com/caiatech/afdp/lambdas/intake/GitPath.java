package com.caiatech.afdp.lambdas.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The path of a file in a commit, which is bytes, as a text: what is text in UTF-8 is that text;
/// what is not is quoted as Git does it (`"f\344rbe"`), and so is a text that begins with a
/// quotation mark, so that no two paths are one.
final class GitPath {
  private GitPath() {}

  static String text(byte[] path) {
    if (path.length == 0 || path[0] != '"') {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
      } catch (CharacterCodingException binary) {
        return quoted(path);
      }
    }
    return quoted(path);
  }

  private static String quoted(byte[] path) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte one : path) {
      if (one == '"' || one == '\\') {
        quoted.append('\\').append((char) one);
      } else if (one < ' ' || one == 0x7f) {
        quoted.append("\\%03o".formatted(one & 0xff));
      } else {
        quoted.append((char) one);
      }
    }
    return quoted.append('"').toString();
  }
}
