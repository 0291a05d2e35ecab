package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"text/template"

	sprig "github.com/Masterminds/sprig/v3"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"github.com/argoproj/argo-events/pkg/shared/util"
	"sigs.k8s.io/yaml"
)

// manifests are what belongs together: sources and sensors name a bus, sensors name sources.
type manifests struct {
	buses    map[string]*v1alpha1.EventBus
	sources  map[string]*v1alpha1.EventSource
	sensors  []*v1alpha1.Sensor
	problems []error
}

func (m *manifests) refuse(where string, problem error) {
	m.problems = append(m.problems, fmt.Errorf("%s: %w", where, problem))
}

func lint(files []string) error {
	m := &manifests{buses: map[string]*v1alpha1.EventBus{}, sources: map[string]*v1alpha1.EventSource{}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, document := range bytes.Split(text, []byte("\n---\n")) {
			m.read(file, document)
		}
	}
	if len(m.buses)+len(m.sources)+len(m.sensors) == 0 && len(m.problems) == 0 {
		return errors.New("expected an EventBus, an EventSource or a Sensor but found none")
	}
	for name, source := range m.sources {
		m.checkSource(name, source)
	}
	for _, s := range m.sensors {
		m.checkSensor(s)
	}
	return errors.Join(m.problems...)
}

func (m *manifests) read(file string, document []byte) {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := yaml.Unmarshal(document, &head); err != nil {
		m.refuse(file, err)
		return
	}
	where := file + ": " + head.Kind
	switch head.Kind {
	case "EventBus":
		bus := &v1alpha1.EventBus{}
		if err := yaml.UnmarshalStrict(document, bus); err != nil {
			m.refuse(where, err)
			return
		}
		if err := eventbus.ValidateEventBus(bus); err != nil {
			m.refuse(where, err)
		}
		if bus.Spec.JetStream != nil && bus.Spec.JetStream.Version == "latest" {
			m.refuse(where, errors.New("spec.jetstream.version: expected one version but found latest"))
		}
		m.buses[bus.Name] = bus
	case "EventSource":
		source := &v1alpha1.EventSource{}
		if err := yaml.UnmarshalStrict(document, source); err != nil {
			m.refuse(where, err)
			return
		}
		if err := eventsource.ValidateEventSource(source); err != nil {
			m.refuse(where, err)
		}
		m.sources[source.Name] = source
	case "Sensor":
		s := &v1alpha1.Sensor{}
		if err := yaml.UnmarshalStrict(document, s); err != nil {
			m.refuse(where, err)
			return
		}
		m.sensors = append(m.sensors, s)
	}
}

func (m *manifests) checkSource(name string, source *v1alpha1.EventSource) {
	if m.buses[source.Spec.EventBusName] == nil {
		m.refuse(name, fmt.Errorf("spec.eventBusName: no EventBus %q", source.Spec.EventBusName))
	}
	for event, kafka := range source.Spec.Kafka {
		where := "EventSource " + name + ".kafka." + event
		config, err := util.GetSaramaConfigFromYAMLString(kafka.Config)
		if err != nil {
			m.refuse(where, err)
			continue
		}
		if !config.Net.TLS.Enable && kafka.TLS == nil {
			m.refuse(where, errors.New("config: expected net.tls.enable, for a password is sent, but found none"))
		}
		if kafka.TLS != nil && kafka.TLS.InsecureSkipVerify {
			m.refuse(where, errors.New("tls.insecureSkipVerify: expected certificates to be checked"))
		}
		if kafka.ConsumerGroup == nil || !kafka.ConsumerGroup.Oldest {
			m.refuse(where, errors.New("consumerGroup.oldest: expected true, or the first events are lost"))
		}
		// The validator stops at TLS and does not look at SASL then.
		if kafka.SASL != nil {
			if err := v1alpha1.ValidateSASLConfig(kafka.SASL); err != nil {
				m.refuse(where, err)
			}
		}
	}
}

func (m *manifests) checkSensor(s *v1alpha1.Sensor) {
	bus := m.buses[s.Spec.EventBusName]
	if bus == nil {
		m.refuse(s.Name, fmt.Errorf("spec.eventBusName: no EventBus %q", s.Spec.EventBusName))
		return
	}
	if err := sensor.ValidateSensor(s, bus); err != nil {
		m.refuse("Sensor "+s.Name, err)
	}
	dependencies := map[string]bool{}
	for _, dependency := range s.Spec.Dependencies {
		dependencies[dependency.Name] = true
		if !m.hasEvent(dependency.EventSourceName, dependency.EventName) {
			m.refuse("Sensor "+s.Name, fmt.Errorf("dependencies: no event %q of an EventSource %q", dependency.EventName, dependency.EventSourceName))
		}
	}
	for _, trigger := range s.Spec.Triggers {
		if trigger.Template.ArgoWorkflow == nil {
			continue
		}
		for _, parameter := range trigger.Template.ArgoWorkflow.Parameters {
			if !dependencies[parameter.Src.DependencyName] {
				m.refuse("Sensor "+s.Name, fmt.Errorf("parameters: no dependency %q", parameter.Src.DependencyName))
			}
			if _, err := template.New("parameter").Funcs(sprig.FuncMap()).Parse(parameter.Src.DataTemplate); err != nil {
				m.refuse("Sensor "+s.Name, err)
			}
		}
	}
}

func (m *manifests) hasEvent(sourceName, eventName string) bool {
	source := m.sources[sourceName]
	if source == nil {
		return false
	}
	servers, _ := eventsources.GetEventingServers(source, nil)
	for _, ofType := range servers {
		for _, server := range ofType {
			if server.GetEventName() == eventName {
				return true
			}
		}
	}
	return false
}
