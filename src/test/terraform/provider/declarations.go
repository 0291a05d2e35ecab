package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// A file of declarations: TypeScript that is generated, and so has one form. What is read of it:
//
//	export function privateEndpointTimeoutsToHclTerraform(…        the fields of a nested block
//	export class PrivateEndpointTimeoutsOutputReference extends …  which of them are required, and so on
//	export class PrivateEndpoint extends cdktn.TerraformResource {  the same of the resource, both in one
//	  public static readonly tfResourceType = "azurerm_private_endpoint";
//	  // location - computed: false, optional: false, required: true
//	    return this.getStringAttribute('location');
//	      location: {
//	        isBlock: false,
//	        type: "simple",
//	        storageClassType: "string",
type declarations struct {
	structs map[string]map[string]field
	classes map[string]*class
}

// field says how a value is written; storage is a simple type, or names a class or a collection.
type field struct {
	block         bool
	kind, storage string
}

// class is a provider, a resource, a data source, or what a nested block holds.
type class struct {
	base, terraformType string
	members             map[string]*member
	fields              map[string]field
}

type member struct {
	computed, optional, required bool
	body                         strings.Builder
}

var (
	startOfStruct = regexp.MustCompile(`^export function (\w+)ToHclTerraform\(`)
	startOfClass  = regexp.MustCompile(`^export class (\w+) extends cdktn\.(\w+)`)
	startOfMember = regexp.MustCompile(`^  // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)$`)
	startOfField  = regexp.MustCompile(`^ {4,6}(\w+): \{$`)
	property      = regexp.MustCompile(`^ {6,8}(isBlock|type|storageClassType): "?(\w+)"?,$`)
	terraformType = regexp.MustCompile(`^  public static readonly tfResourceType = "(\w+)";$`)
)

func readDeclarations(path string) (*declarations, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	result := &declarations{structs: map[string]map[string]field{}, classes: map[string]*class{}}
	reading := reader{into: result}
	for _, line := range strings.Split(string(text), "\n") {
		reading.line(line)
	}
	if len(result.classes) == 0 {
		return nil, fmt.Errorf("%s: expected declarations but found no class", path)
	}
	return result, nil
}

// reader remembers what the line is in.
type reader struct {
	into   *declarations
	fields map[string]field
	field  string
	class  *class
	member *member
}

func (r *reader) line(line string) {
	if found := startOfStruct.FindStringSubmatch(line); found != nil {
		r.class, r.member, r.fields = nil, nil, map[string]field{}
		r.into.structs[found[1]] = r.fields
	} else if found := startOfClass.FindStringSubmatch(line); found != nil {
		r.fields, r.member = map[string]field{}, nil
		r.class = &class{base: found[2], members: map[string]*member{}, fields: r.fields}
		r.into.classes[found[1]] = r.class
	} else if found := startOfMember.FindStringSubmatch(line); found != nil && r.class != nil {
		r.member = &member{computed: found[2] == "true", optional: found[3] == "true", required: found[4] == "true"}
		r.class.members[found[1]] = r.member
	} else if found := terraformType.FindStringSubmatch(line); found != nil && r.class != nil {
		r.class.terraformType = found[1]
	} else if found := startOfField.FindStringSubmatch(line); found != nil && r.fields != nil {
		r.field, r.member = found[1], nil
	} else if found := property.FindStringSubmatch(line); found != nil && r.fields != nil {
		described := r.fields[r.field]
		switch found[1] {
		case "isBlock":
			described.block = found[2] == "true"
		case "type":
			described.kind = found[2]
		default:
			described.storage = found[2]
		}
		r.fields[r.field] = described
	} else if r.member != nil {
		r.member.body.WriteString(line + "\n")
	}
}
