package com.caiatech.afdp.workers.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;

/// Loads our classes and JGit's once more, so rewritten that each tells {@link FileOperations}
/// before it changes a file. So a writer can be let die at any of its operations, without a process
/// for each.
final class MortalLoader extends ClassLoader {
  private static final ClassDesc OPERATIONS = ClassDesc.of(FileOperations.class.getName());
  private static final MethodTypeDesc NEXT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

  /// By class: the methods that change a file, or open one to do so.
  private static final Map<String, Set<String>> CHANGES =
      Map.of(
          "java/nio/file/Files",
          Set.of(
              "move",
              "delete",
              "deleteIfExists",
              "createFile",
              "createDirectory",
              "createDirectories",
              "createLink",
              "createTempFile",
              "write",
              "writeString",
              "newOutputStream",
              "newByteChannel",
              "copy",
              "setLastModifiedTime",
              "setPosixFilePermissions"),
          "java/nio/channels/FileChannel",
          Set.of("open", "write", "force", "truncate", "transferFrom"),
          "java/io/FileOutputStream",
          Set.of("<init>", "write"),
          "java/io/RandomAccessFile",
          Set.of("<init>", "write", "setLength"),
          "java/io/File",
          Set.of(
              "createNewFile",
              "createTempFile",
              "renameTo",
              "delete",
              "mkdir",
              "mkdirs",
              "setLastModified",
              "setReadOnly",
              "setWritable"));

  private final ClassFile rewriting =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(getClass().getClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  MortalLoader() {
    super("mortal", MortalLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isMortal(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? rewritten(name) : known;
    }
  }

  private static boolean isMortal(String name) {
    return (name.startsWith("com.caiatech.afdp.") || name.startsWith("org.eclipse.jgit."))
        && !name.startsWith(FileOperations.class.getName());
  }

  private Class<?> rewritten(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = rewritten(in.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private byte[] rewritten(byte[] original) {
    ClassModel model = rewriting.parse(original);
    return model.methods().stream().noneMatch(MortalLoader::changesFiles)
        ? original
        : rewriting.transformClass(
            model,
            ClassTransform.transformingMethodBodies(
                MortalLoader::changesFiles,
                (code, element) -> {
                  if (element instanceof InvokeInstruction call && changes(call)) {
                    code.loadConstant(
                        call.owner().asInternalName() + "." + call.name().stringValue());
                    code.invokestatic(OPERATIONS, "next", NEXT);
                  }
                  code.with(element);
                }));
  }

  private static boolean changesFiles(MethodModel method) {
    return method
        .code()
        .filter(
            code ->
                code.elementStream()
                    .anyMatch(it -> it instanceof InvokeInstruction call && changes(call)))
        .isPresent();
  }

  private static boolean changes(InvokeInstruction call) {
    return CHANGES
        .getOrDefault(call.owner().asInternalName(), Set.of())
        .contains(call.name().stringValue());
  }
}
