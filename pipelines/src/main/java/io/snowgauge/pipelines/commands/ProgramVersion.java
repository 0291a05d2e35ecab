package io.snowgauge.pipelines.commands;

import picocli.CommandLine.IVersionProvider;

/** The program's name and the version that its build was given. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return "snowgauge " + (version == null ? "(unpackaged)" : version);
  }
}
