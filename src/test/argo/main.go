// Checks manifests of Argo Events by what its controllers themselves use: their types, read strictly, their validators, the
// configuration of their Kafka client, and the parameters of their triggers. The resource definitions in a cluster accept anything.
//
//	argo-events lint FILE…          complains about manifests that belong together
//	argo-events render FILE EVENT   prints the workflow that the sensor in FILE makes of an event source's data
//	argo-events record FILE FOLDER  writes what event sources make of the message in FILE
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) >= 2 && arguments[0] == "lint" {
		return lint(arguments[1:])
	}
	if len(arguments) == 3 && arguments[0] == "render" {
		return render(arguments[1], arguments[2])
	}
	if len(arguments) == 3 && arguments[0] == "record" {
		message, err := os.ReadFile(arguments[1])
		if err != nil {
			return err
		}
		return record(message, arguments[2])
	}
	return fmt.Errorf("expected lint FILE…, render FILE EVENT or record FILE FOLDER but found %q", arguments)
}
