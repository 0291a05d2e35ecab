package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var simple = map[string]tftypes.Type{
	"string": tftypes.String, "number": tftypes.Number, "boolean": tftypes.Bool, "any": tftypes.DynamicPseudoType,
}

// getters tell the type of what has no field because it is only computed.
var getters = []struct {
	pattern *regexp.Regexp
	of      tftypes.Type
}{
	{regexp.MustCompile(`tolist\(this\.getListAttribute\(`), tftypes.Set{ElementType: tftypes.String}},
	{regexp.MustCompile(`tolist\(this\.getNumberListAttribute\(`), tftypes.Set{ElementType: tftypes.Number}},
	{regexp.MustCompile(`getStringAttribute\(`), tftypes.String},
	{regexp.MustCompile(`getNumberAttribute\(`), tftypes.Number},
	{regexp.MustCompile(`getBooleanAttribute\(`), tftypes.Bool},
	{regexp.MustCompile(`getListAttribute\(`), tftypes.List{ElementType: tftypes.String}},
	{regexp.MustCompile(`getNumberListAttribute\(`), tftypes.List{ElementType: tftypes.Number}},
	{regexp.MustCompile(`StringMap\(this, `), tftypes.Map{ElementType: tftypes.String}},
	{regexp.MustCompile(`NumberMap\(this, `), tftypes.Map{ElementType: tftypes.Number}},
	{regexp.MustCompile(`BooleanMap\(this, `), tftypes.Map{ElementType: tftypes.Bool}},
}

var (
	listOf    = regexp.MustCompile(`new (\w+)List\(this, "\w+", (true|false)\)`)
	reference = regexp.MustCompile(`new (\w+)OutputReference\(this, "`)
)

// block is the schema of a provider, resource or data source.
func (d *declarations) block(c *class) *tfprotov5.SchemaBlock {
	schema := &tfprotov5.SchemaBlock{}
	for _, name := range sorted(c.members) {
		m, f := c.members[name], c.fields[name]
		if f.block && !m.computed {
			schema.BlockTypes = append(schema.BlockTypes, d.nested(name, f, m))
			continue
		}
		schema.Attributes = append(schema.Attributes, &tfprotov5.SchemaAttribute{
			Name:     name,
			Type:     d.typeOf(f, m),
			Computed: m.computed,
			Required: m.required,
			// What only a response has is marked with nothing at all in nested blocks.
			Optional: m.optional || !m.computed && !m.required,
		})
	}
	return schema
}

func (d *declarations) nested(name string, f field, m *member) *tfprotov5.SchemaNestedBlock {
	nested := &tfprotov5.SchemaNestedBlock{TypeName: name, Block: d.block(d.content(f.storage))}
	switch f.kind {
	case "struct":
		nested.Nesting = tfprotov5.SchemaNestedBlockNestingModeSingle
		return nested
	case "set":
		nested.Nesting = tfprotov5.SchemaNestedBlockNestingModeSet
	default:
		nested.Nesting = tfprotov5.SchemaNestedBlockNestingModeList
	}
	if m.required {
		nested.MinItems = 1
	}
	if reference.MatchString(m.body.String()) {
		nested.MaxItems = 1
	}
	return nested
}

// content is the class of what a block holds. A provider's own blocks have none: all of it is optional.
func (d *declarations) content(storage string) *class {
	name := strings.TrimSuffix(storage, "List")
	fields := d.structs[strings.ToLower(name[:1])+name[1:]]
	declared := d.classes[name+"OutputReference"]
	content := &class{members: map[string]*member{}, fields: fields}
	if declared != nil {
		content.members = declared.members
		return content
	}
	for field := range fields {
		content.members[field] = &member{optional: true}
	}
	return content
}

func (d *declarations) typeOf(f field, m *member) tftypes.Type {
	if f.kind != "" {
		return d.written(f)
	}
	body := m.body.String()
	for _, getter := range getters {
		if getter.pattern.MatchString(body) {
			return getter.of
		}
	}
	if found := listOf.FindStringSubmatch(body); found != nil {
		kind := map[string]string{"true": "set", "false": "list"}[found[2]]
		return collection(kind, d.object(found[1]))
	}
	if found := reference.FindStringSubmatch(body); found != nil {
		return d.object(found[1])
	}
	return tftypes.DynamicPseudoType
}

func (d *declarations) written(f field) tftypes.Type {
	if f.kind == "simple" {
		return simple[f.storage]
	}
	if f.kind == "struct" {
		return d.object(f.storage)
	}
	for name, of := range simple {
		if f.storage == name+"List" || f.storage == name+"Map" {
			return collection(f.kind, of)
		}
	}
	return collection(f.kind, d.object(strings.TrimSuffix(f.storage, "Map")))
}

func (d *declarations) object(storage string) tftypes.Type {
	types := map[string]tftypes.Type{}
	content := d.content(storage)
	for name, m := range content.members {
		types[name] = d.typeOf(content.fields[name], m)
	}
	return tftypes.Object{AttributeTypes: types}
}

func collection(kind string, of tftypes.Type) tftypes.Type {
	switch kind {
	case "set":
		return tftypes.Set{ElementType: of}
	case "map":
		return tftypes.Map{ElementType: of}
	default:
		return tftypes.List{ElementType: of}
	}
}

func sorted[V any](of map[string]V) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
