package main

import (
	"context"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

// schemaOnly answers what Terraform asks before it plans; a question beyond that is a mistake of the
// test that leads to it, and ends the provider.
type schemaOnly struct {
	tfprotov5.ProviderServer
	schemas *tfprotov5.GetProviderSchemaResponse
}

// serve serves the declarations of a folder until Terraform ends it.
func serve(name, folder string) error {
	schemas, err := readSchemas(folder)
	if err != nil {
		return err
	}
	return tf5server.Serve("registry.terraform.io/schema/"+name, func() tfprotov5.ProviderServer {
		return &schemaOnly{schemas: schemas}
	})
}

func readSchemas(folder string) (*tfprotov5.GetProviderSchemaResponse, error) {
	schemas := &tfprotov5.GetProviderSchemaResponse{
		ServerCapabilities: &tfprotov5.ServerCapabilities{},
		ResourceSchemas:    map[string]*tfprotov5.Schema{},
		DataSourceSchemas:  map[string]*tfprotov5.Schema{},
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.ts"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		declared, err := readDeclarations(file)
		if err != nil {
			return nil, err
		}
		for _, c := range declared.classes {
			switch c.base {
			case "TerraformProvider":
				schemas.Provider = &tfprotov5.Schema{Block: declared.block(c)}
			case "TerraformResource":
				schemas.ResourceSchemas[c.terraformType] = &tfprotov5.Schema{Block: declared.block(c)}
			case "TerraformDataSource":
				schemas.DataSourceSchemas[c.terraformType] = &tfprotov5.Schema{Block: declared.block(c)}
			}
		}
	}
	return schemas, nil
}

func (s *schemaOnly) GetMetadata(
	context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	metadata := &tfprotov5.GetMetadataResponse{ServerCapabilities: s.schemas.ServerCapabilities}
	for _, name := range sorted(s.schemas.ResourceSchemas) {
		metadata.Resources = append(metadata.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for _, name := range sorted(s.schemas.DataSourceSchemas) {
		metadata.DataSources = append(metadata.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return metadata, nil
}

func (s *schemaOnly) GetProviderSchema(
	context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s *schemaOnly) GetResourceIdentitySchemas(
	context.Context, *tfprotov5.GetResourceIdentitySchemasRequest,
) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov5.ResourceIdentitySchema{},
	}, nil
}

func (s *schemaOnly) PrepareProviderConfig(
	_ context.Context, request *tfprotov5.PrepareProviderConfigRequest,
) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *schemaOnly) ValidateResourceTypeConfig(
	context.Context, *tfprotov5.ValidateResourceTypeConfigRequest,
) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s *schemaOnly) ValidateDataSourceConfig(
	context.Context, *tfprotov5.ValidateDataSourceConfigRequest,
) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s *schemaOnly) StopProvider(
	context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}
