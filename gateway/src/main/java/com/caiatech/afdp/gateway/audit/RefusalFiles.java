package com.caiatech.afdp.gateway.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The lines of the log in files of a folder, each named by the number of its first line. Nothing
/// is changed once it was written, and nothing is deleted: whoever runs the gateway may move the
/// oldest files away. One thread appends, any may read.
final class RefusalFiles implements AutoCloseable {
  private static final long FILE_BYTES = 16 << 20;

  /// A file may end with the largest batch.
  private static final long MOST_OF_A_FILE = 4 * FILE_BYTES;

  /// So many files at least share what all may have, so that there are old ones to move away.
  private static final int LEAST_FILES = 16;

  private static final int PAGE_BYTES = 1 << 20;
  private static final Pattern NAMED = Pattern.compile("refused-(\\d{12})\\.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final long mostBytes;
  private final FileChannel lock;
  private final ConcurrentSkipListMap<Long, Path> files = new ConcurrentSkipListMap<>();
  private final long torn;
  private long bytes;
  private long bytesOfLast;
  private volatile RefusalChain.Head head = RefusalChain.Head.NONE;

  /// Goes on where the files end. What a crash left of a last line is cut off.
  ///
  /// @param mostBytes of all files together
  /// @throws IOException also where another process has the folder, or its last line is no line
  RefusalFiles(Path folder, long mostBytes) throws IOException {
    this.folder = folder;
    this.mostBytes = mostBytes;
    Files.createDirectories(folder);
    this.lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      demandAlone();
      list();
      this.torn = cutTorn();
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private void demandAlone() throws IOException {
    try {
      if (lock.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException _) {
      // of this very process
    }
    throw new IOException("expected a folder of this gateway alone, found one that another uses");
  }

  private void list() throws IOException {
    Map<Long, Path> there = new HashMap<>();
    bytes = 0;
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.toList()) {
        Matcher named = NAMED.matcher(file.getFileName().toString());
        if (named.matches()) {
          there.put(Long.parseLong(named.group(1)), file);
          bytes += Files.size(file);
        }
      }
    }
    files.keySet().retainAll(there.keySet());
    files.putAll(there);
  }

  private long cutTorn() throws IOException {
    long cut = 0;
    while (!files.isEmpty()) {
      Map.Entry<Long, Path> last = files.lastEntry();
      byte[] content = content(last.getValue());
      int end = lastLineFeed(content, content.length) + 1;
      cut += content.length - end;
      bytes -= content.length - end;
      bytesOfLast = end;
      if (end > 0) {
        head = lastLine(last, content, end);
        if (end < content.length) {
          try (FileChannel file = FileChannel.open(last.getValue(), StandardOpenOption.WRITE)) {
            file.truncate(end).force(true);
          }
        }
        return cut;
      }
      Files.delete(last.getValue());
      files.remove(last.getKey());
    }
    return cut;
  }

  private static byte[] content(Path file) throws IOException {
    if (Files.size(file) > MOST_OF_A_FILE) {
      throw new IOException(
          "%s: expected at most %d bytes, found %d; move it away"
              .formatted(file.getFileName(), MOST_OF_A_FILE, Files.size(file)));
    }
    return Files.readAllBytes(file);
  }

  private static RefusalChain.Head lastLine(Map.Entry<Long, Path> file, byte[] content, int end)
      throws IOException {
    byte[] line = Arrays.copyOfRange(content, lastLineFeed(content, end - 1) + 1, end - 1);
    RefusalChain chain = RefusalChain.fromWhatIsThere();
    if (chain.take(line).isPresent()) {
      throw new IOException(
          "%s: expected a last line with its number, found another; move the file away to begin anew after it"
              .formatted(file.getValue().getFileName()));
    }
    return chain.head();
  }

  private static int lastLineFeed(byte[] content, int before) {
    int at = before - 1;
    while (at >= 0 && content[at] != '\n') {
      at--;
    }
    return at;
  }

  /// How many bytes of a line that was being written were cut off.
  long torn() {
    return torn;
  }

  /// Writes lines, all or none, and forces them to the disk.
  ///
  /// @param lines without number and digest, which they are given
  /// @throws IOException also where there would be more bytes than there may be; nothing was
  ///   written then
  void append(List<ObjectNode> lines) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RefusalChain chain = RefusalChain.after(head);
    for (ObjectNode line : lines) {
      ObjectNode whole = JSON.createObjectNode();
      whole.put(RefusalChain.SEQUENCE, chain.head().sequence() + 1);
      whole.put(RefusalChain.PREVIOUS, chain.head().sha256().value());
      whole.setAll(line);
      byte[] written = JSON.writeValueAsBytes(whole);
      if (chain.take(written).isPresent()) {
        throw new IllegalStateException("a line that follows: " + whole);
      }
      text.write(written);
      text.write('\n');
    }
    if (bytes + text.size() > mostBytes) {
      list(); // some may have been moved away
    }
    if (bytes + text.size() > mostBytes) {
      throw new IOException(
          "expected at most %d bytes in all files, found %d and %d to come; move the oldest away"
              .formatted(mostBytes, bytes, text.size()));
    }
    boolean begins = files.isEmpty() || isFull() || isNoMoreAsWritten(files.lastEntry().getValue());
    long first = head.sequence() + 1;
    Path file =
        begins
            ? folder.resolve("refused-%012d.jsonl".formatted(first))
            : files.lastEntry().getValue();
    write(file, begins ? 0 : bytesOfLast, text.toByteArray());
    files.putIfAbsent(begins ? first : files.lastKey(), file);
    bytesOfLast = (begins ? 0 : bytesOfLast) + text.size();
    bytes += text.size();
    head = chain.head();
  }

  private boolean isFull() {
    return bytesOfLast >= Math.min(FILE_BYTES, mostBytes / LEAST_FILES);
  }

  /// Somebody else was there; a new file lets the chain show what is missing.
  private boolean isNoMoreAsWritten(Path last) throws IOException {
    return Files.notExists(last) || Files.size(last) < bytesOfLast;
  }

  /// Over whatever a write before left that failed.
  private static void write(Path file, long at, byte[] text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(at);
      ByteBuffer left = ByteBuffer.wrap(text);
      while (left.hasRemaining()) {
        channel.write(left, at + left.position());
      }
      channel.force(true);
    }
  }

  /// The lines after that number, as many as asked for, or fewer where they are long.
  RefusalLog.Page read(long after, int most) throws IOException {
    RefusalChain.Head end = head;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long next = after + 1;
    int taken = 0;
    Map.Entry<Long, Path> file = files.floorEntry(next);
    for (Map.Entry<Long, Path> each = file == null ? files.firstEntry() : file;
        each != null && taken < most && lines.size() < PAGE_BYTES;
        each = files.higherEntry(each.getKey())) {
      long sequence = each.getKey();
      try (InputStream in = new BufferedInputStream(Files.newInputStream(each.getValue()))) {
        while (sequence <= end.sequence() && taken < most && lines.size() < PAGE_BYTES) {
          if (!copyLine(in, sequence >= next ? lines : OutputStream.nullOutputStream())) {
            break;
          }
          taken += sequence >= next ? 1 : 0;
          sequence++;
        }
      } catch (NoSuchFileException _) {
        // it was moved away
      }
    }
    return new RefusalLog.Page(lines.toString(StandardCharsets.UTF_8), end);
  }

  private static boolean copyLine(InputStream in, OutputStream to) throws IOException {
    int read = in.read();
    if (read < 0) {
      return false;
    }
    while (read >= 0 && read != '\n') {
      to.write(read);
      read = in.read();
    }
    to.write('\n');
    return true;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
