// A Terraform provider that knows a real provider's schema and nothing else: every resource, argument
// and type, so that "terraform validate", and "terraform test" with mock providers, check a
// configuration against the provider it is for, with no network and no account. It plans and applies
// nothing.
//
// The schema comes from the declarations in a prebuilt provider package of CDK Terrain (cdktn), which
// are generated from the provider's own schema:
//
//	provider extract PACKAGE.whl FOLDER TYPE...   writes the declarations of some types to a folder
//	terraform-provider-NAME_vVERSION              serves those in its own folder, started by Terraform
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) > 3 && arguments[1] == "extract" {
		version, err := extract(arguments[2], arguments[3], arguments[4:])
		if err == nil {
			fmt.Println(version)
		}
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	name, served := strings.CutPrefix(filepath.Base(executable), "terraform-provider-")
	if !served {
		return fmt.Errorf("expected: provider extract PACKAGE.whl FOLDER TYPE..., but found %v", arguments[1:])
	}
	name, _, _ = strings.Cut(name, "_")
	return serve(name, filepath.Dir(executable))
}
