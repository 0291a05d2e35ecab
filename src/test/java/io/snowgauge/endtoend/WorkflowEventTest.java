package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.azure.AzureStore;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command of the workflow of {@code runner-configs/argo} as its YAML has it, with events that
 * were recorded of Argo Events, but for the blob that they tell of. The places of the container's
 * mounts are folders of the test; what the YAML does not mount is not there.
 */
@ExtendWith(Emulators.class)
@Timeout(600)
class WorkflowEventTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;

  private static JsonNode template() throws IOException {
    JsonNode workflows =
        new YAMLMapper()
            .readTree(
                Snowgauge.HOME.resolve("runner-configs/argo/workflow-template.yaml").toFile());
    return StreamSupport.stream(workflows.at("/spec/templates").spliterator(), false)
        .filter(template -> template.path("name").asText().equals("event"))
        .findFirst()
        .orElseThrow();
  }

  private Path place(String pathOfContainer) {
    return root.resolve(pathOfContainer.substring(1));
  }

  /** As Argo does: parameters are set, the artifact is written, the container is started. */
  private Snowgauge.Ended runWorkflow(String name, String event) throws IOException {
    JsonNode template = template();
    JsonNode artifact = template.at("/inputs/artifacts/0");
    String data = artifact.at("/raw/data").asText().replace("{{workflow.parameters.event}}", event);
    Path file = place(artifact.get("path").asText());
    Files.createDirectories(file.getParent());
    Files.writeString(file, data);
    List<String> mounts = new ArrayList<>(List.of(artifact.get("path").asText()));
    template.at("/container/volumeMounts").forEach(m -> mounts.add(m.get("mountPath").asText()));
    List<String> arguments = new ArrayList<>();
    for (JsonNode argument : template.at("/container/args")) {
      String text = argument.asText().replace("{{workflow.name}}", name);
      boolean isMounted =
          mounts.stream().anyMatch(mount -> text.equals(mount) || text.startsWith(mount + "/"));
      arguments.add(isMounted ? place(text).toString() : text);
    }
    return Snowgauge.in(root).run(arguments.toArray(String[]::new));
  }

  private void configure(Azurite azurite, String container) throws IOException {
    Files.createDirectories(place("/etc/snowgauge"));
    Files.createDirectories(place("/run/secrets/snowgauge"));
    Files.writeString(place("/run/secrets/snowgauge/account-key"), Azurite.KEY);
    Files.writeString(
        place("/etc/snowgauge/snowgauge.json"),
        """
        {
          "warehouse": { "path": "%s" },
          "staging": "%s/", "archive": "%s/",
          "storage": { "azure": { "endpoint": "%s",
            "auth": { "type": "accountKey", "accountKey": "${file:%s}" } } },
          "datasets": { "user_groups": {
            "input": "https://%s.blob.core.windows.net/%s/{farm}/lsb.users*",
            "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES", "publish": "append" } }
        }
        """
            .formatted(
                root.resolve("warehouse.duckdb"),
                place("/work/staging"),
                place("/work/archive"),
                azurite.endpoint(),
                place("/run/secrets/snowgauge/account-key"),
                Azurite.ACCOUNT,
                container));
  }

  private static StoredObject upload(AzureStore store, String name, UserGroups groups)
      throws IOException {
    String uri = "azfs://" + Azurite.ACCOUNT + "/workflow/" + name;
    try (OutputStream out = store.create(uri)) {
      out.write(groups.text().getBytes(UTF_8));
    }
    return store.find(uri).orElseThrow();
  }

  private static ObjectNode recorded(String name) throws IOException {
    Path recordings = Snowgauge.HOME.resolve("transforms/src/test/resources/notifications");
    return (ObjectNode) JSON.readTree(recordings.resolve(name).toFile());
  }

  /** The recorded data of Argo's kafka source, of which the event tells of another blob. */
  private static ObjectNode ofKafka(ObjectNode data, String name, StoredObject blob) {
    String told = new String(Base64.getDecoder().decode(data.get("body").asText()), UTF_8);
    Map<String, String> replaced =
        Map.of(
            "/containers/landing/blobs/berlin/sales 2026.csv",
            "/containers/workflow/blobs/" + name,
            "https://acct.blob.core.windows.net/landing/berlin/sales%202026.csv",
            "https://" + Azurite.ACCOUNT + ".blob.core.windows.net/workflow/" + name,
            "\\\"0x8D4BCC2E4835CD0\\\"",
            "\\\"" + blob.etag() + "\\\"",
            "524288",
            Long.toString(blob.sizeBytes()));
    for (Map.Entry<String, String> each : replaced.entrySet()) {
      assertThat(told, containsString(each.getKey()));
      told = told.replace(each.getKey(), each.getValue());
    }
    return data.put("body", base64(told));
  }

  /** What the recorded sensor hands over of it, whose data is base64 once more. */
  private static ObjectNode ofSensor(ObjectNode event, String name, StoredObject blob)
      throws IOException {
    byte[] data = Base64.getDecoder().decode(event.get("data").asText());
    ObjectNode replaced = ofKafka((ObjectNode) JSON.readTree(data), name, blob);
    return event.put("data", base64(replaced.toString()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void theWorkflowsCommandLoadsWhatAnEventNames() throws Exception {
    Azurite azurite = Emulators.azurite();
    azurite.createContainer("workflow");
    configure(azurite, "workflow");
    AzureStore store = new AzureStore(azurite.access());
    UserGroups berlin = UserGroups.random(1, 3);
    UserGroups paris = UserGroups.random(2, 3);
    UserGroups quoted = UserGroups.random(3, 3);

    // The body as the kafka source gives it and the sensor takes it out.
    StoredObject blob = upload(store, "berlin/lsb.users", berlin);
    String body = ofKafka(recorded("kafka.json"), "berlin/lsb.users", blob).get("body").asText();
    Snowgauge.Ended first = runWorkflow("snowgauge-event-1", body);
    assertThat(first.toString(), first.exitCode(), is(0));
    Snowgauge.Ended again = runWorkflow("snowgauge-event-2", body);
    assertThat(again.toString(), again.exitCode(), is(0));
    assertThat(again.outLines(), hasItem("user_groups: nothing new, all 1 files are loaded"));

    // All that a sensor knows of it.
    StoredObject second = upload(store, "paris/lsb.users", paris);
    ObjectNode handedOn = ofSensor(recorded("sensor-of-kafka.json"), "paris/lsb.users", second);
    Snowgauge.Ended whole = runWorkflow("snowgauge-event-3", handedOn.toString());
    assertThat(whole.toString(), whole.exitCode(), is(0));

    // Names that a shell, or a template, would read otherwise.
    String hostile = "a 'b' $(c) {{workflow.name}}/lsb.users";
    StoredObject third = upload(store, hostile, quoted);
    String named = BlobCreated.eventGrid("workflow", hostile, third);
    Snowgauge.Ended asJson = runWorkflow("snowgauge-event-4", named);
    assertThat(asJson.toString(), asJson.exitCode(), is(0));

    // For people: no attempt would make an event of it. 2 is not tried again.
    Snowgauge.Ended unreadable = runWorkflow("snowgauge-event-5", base64("{\"body\": \"?\"}"));
    assertThat(unreadable.toString(), unreadable.exitCode(), is(2));
    assertThat(unreadable.err(), containsString("--event: body: expected JSON but found"));

    Site site = new Site(root);
    assertThat(site.shares(), is(UserGroups.rowsOf(berlin, paris, quoted)));
    assertThat(
        site.query("SELECT RUN_ID, MODE, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY 1"),
        is(
            List.of(
                "snowgauge-event-1 | event | SUCCESS",
                "snowgauge-event-2 | event | SUCCESS",
                "snowgauge-event-3 | event | SUCCESS",
                "snowgauge-event-4 | event | SUCCESS")));
  }
}
