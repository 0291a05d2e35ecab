package io.snowgauge.pipelines.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.proof.Chain;
import io.snowgauge.io.proof.ChainCheck.Checked;
import io.snowgauge.io.proof.ChainFinding;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.text.Amount;
import java.io.PrintWriter;
import java.util.List;

/** What came of checking the chains of datasets. */
public final class ChainReport {
  private final List<Checked> checked;

  /** Of what was checked. */
  public ChainReport(List<Checked> checked) {
    this.checked = List.copyOf(checked);
  }

  /** What was checked. */
  public List<Checked> checked() {
    return checked;
  }

  /** Prints a line for each dataset, and one for each thing that was found. */
  public void show(PrintWriter out) {
    for (Checked one : checked) {
      Chain.Result chain = one.chain();
      out.printf(
          "%s: %s: %s, %s, %s; head %s%n",
          Display.line(one.dataset()),
          one.holds() ? "ok" : "NOT AS WRITTEN",
          Amount.of(chain.events(), "event"),
          Amount.of(chain.epochs(), "epoch"),
          one.anchors() == 0 ? "no anchor" : Amount.of(one.anchors(), "anchor"),
          chain.head());
      for (ChainFinding finding : chain.findings()) {
        out.println("  " + Display.line(finding.toString()));
      }
    }
  }

  /** Prints all of it as JSON. */
  public void showJson(PrintWriter out) {
    ArrayNode datasets = new ObjectMapper().createArrayNode();
    for (Checked one : checked) {
      Chain.Result chain = one.chain();
      ObjectNode dataset = datasets.addObject();
      dataset.put("dataset", one.dataset()).put("holds", one.holds());
      dataset.put("events", chain.events()).put("unchained", chain.unchained());
      dataset.put("epochs", chain.epochs()).put("places", chain.places());
      dataset.put("head", chain.head()).put("anchors", one.anchors());
      ArrayNode findings = dataset.putArray("findings");
      for (ChainFinding finding : chain.findings()) {
        findings.addObject().put("kind", finding.kind().name()).put("message", finding.message());
      }
    }
    out.println(datasets.toPrettyString());
  }

  /** What the command ends with. */
  public int exitCode() {
    return checked.stream().allMatch(Checked::holds) ? ExitCode.SUCCESS : ExitCode.FILES_FAILED;
  }
}
