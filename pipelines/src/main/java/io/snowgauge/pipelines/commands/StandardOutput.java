package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.report.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The standard output of this process, which remembers why it could not be written. */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private volatile @Nullable IOException failure;

  private StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** Takes the place of {@link System#out}, whose failures are lost. */
  static StandardOutput install() {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(new BufferedOutputStream(output), false, StandardCharsets.UTF_8));
    return output;
  }

  /**
   * What a command ends with whose output was not all written, and says why. Whoever closes a pipe
   * has read enough of it, and is told nothing.
   *
   * @param code that the command would end with otherwise
   */
  int exitCode(int code) {
    System.out.flush();
    IOException why = failure;
    if (why == null) {
      return code;
    }
    if (!"Broken pipe".equals(why.getMessage())) {
      System.err.println(
          "snowgauge: expected to write all of standard output but found: " + why.getMessage());
    }
    return code == ExitCode.SUCCESS ? ExitCode.FAILED : code;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
