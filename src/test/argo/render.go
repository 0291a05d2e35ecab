package main

import (
	"fmt"
	"os"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"sigs.k8s.io/yaml"
)

// render does with an event what a sensor does before it submits: the workflow's parameters are set from the event.
func render(sensorFile, eventFile string) error {
	text, err := os.ReadFile(sensorFile)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(eventFile)
	if err != nil {
		return err
	}
	s := &v1alpha1.Sensor{}
	if err := yaml.UnmarshalStrict(text, s); err != nil {
		return err
	}
	events := map[string]*v1alpha1.Event{}
	for _, dependency := range s.Spec.Dependencies {
		events[dependency.Name] = &v1alpha1.Event{
			Context: &v1alpha1.EventContext{DataContentType: v1alpha1.MediaTypeJSON},
			Data:    data,
		}
	}
	for _, trigger := range s.Spec.Triggers {
		workflow, err := triggers.FetchKubernetesResource(trigger.Template.ArgoWorkflow.Source)
		if err != nil {
			return err
		}
		if err := triggers.ApplyResourceParameters(events, trigger.Template.ArgoWorkflow.Parameters, workflow); err != nil {
			return err
		}
		rendered, err := yaml.Marshal(workflow.Object)
		if err != nil {
			return err
		}
		fmt.Printf("---\n%s", rendered)
	}
	return nil
}
