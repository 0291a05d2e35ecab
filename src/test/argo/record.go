package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources/events"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// record writes what the event sources of Argo Events make of a message, each as its own type does,
// and what a sensor hands on of that.
func record(message []byte, folder string) error {
	raw := json.RawMessage(message)
	received := time.Date(2026, 1, 31, 18, 41, 2, 0, time.UTC)
	sequence := int64(7)
	contentType := "application/json"
	kafka := events.KafkaEventData{Topic: "snowflake", Body: message, Timestamp: received.String(), Headers: map[string]string{}}
	kafkaJSON := kafka
	kafkaJSON.Body = &raw
	bus := events.AzureServiceBusEventData{
		Body: message, MessageID: "m-1", ContentType: &contentType, EnqueuedTime: &received, SequenceNumber: &sequence,
	}
	busJSON := bus
	busJSON.Body = &raw
	files := map[string]any{
		"kafka":                       kafka,
		"kafka-json-body":             kafkaJSON,
		"azure-events-hub":            events.AzureEventsHubEventData{Id: "m-1", Body: message},
		"azure-service-bus":           bus,
		"azure-service-bus-json-body": busJSON,
		"azure-queue-storage":         events.AzureQueueStorageEventData{Body: message, MessageID: "m-1", InsertionTime: received},
		"sqs":                         events.SQSEventData{MessageId: "m-1", Body: message},
		"sqs-json-body":               events.SQSEventData{MessageId: "m-1", Body: &raw},
		"webhook":                     events.WebhookEventData{Header: http.Header{"Content-Type": {contentType}}, Body: &raw},
		"sensor-of-kafka":             handedOn(kafka, received),
		"sensor-of-kafka-json-body":   handedOn(kafkaJSON, received),
	}
	for name, data := range files {
		text, err := json.MarshalIndent(data, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+".json"), append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func handedOn(data any, at time.Time) v1alpha1.Event {
	text, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	return v1alpha1.Event{
		Context: &v1alpha1.EventContext{
			ID: "e-1", Source: "snowgauge", SpecVersion: "1.0", Type: "kafka", DataContentType: "application/json",
			Subject: "landing", Time: metav1.Time{Time: at},
		},
		Data: text,
	}
}
