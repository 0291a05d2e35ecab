package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const sourceMap = "\n//# sourceMappingURL=data:application/json;base64,"

// extract writes the declarations of the provider itself and of some resource types and data sources
// (TYPE, or data.TYPE), and returns the provider's version. A type that the provider does not have is
// left out: Terraform says so where it is used.
func extract(wheel, folder string, types []string) (string, error) {
	wanted := map[string]bool{"provider": true}
	for _, name := range types {
		wanted[declarationsFolder(name)] = true
	}
	archive, err := jsiiPackage(wheel)
	if err != nil {
		return "", err
	}
	defer archive.Close()
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	version := ""
	for files := tar.NewReader(unzipped); ; {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		name := path.Base(path.Dir(file.Name))
		switch {
		case file.Name == "package/package.json":
			version, err = providerVersion(files)
		case path.Base(file.Name) == "index.js" && wanted[name]:
			err = writeDeclarations(files, filepath.Join(folder, name+".ts"))
		}
		if err != nil {
			return "", fmt.Errorf("%s: %w", file.Name, err)
		}
	}
	if version == "" {
		return "", fmt.Errorf("%s: no package.json names a provider's version", wheel)
	}
	return version, nil
}

// declarationsFolder is where a package declares a type: azurerm_virtual_network in virtual-network,
// its data source in data-azurerm-virtual-network.
func declarationsFolder(name string) string {
	if source, is := strings.CutPrefix(name, "data."); is {
		return "data-" + strings.ReplaceAll(source, "_", "-")
	}
	_, short, _ := strings.Cut(name, "_")
	return strings.ReplaceAll(short, "_", "-")
}

// jsiiPackage opens the npm package that a wheel carries.
func jsiiPackage(wheel string) (io.ReadCloser, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	for _, file := range archive.File {
		if strings.HasSuffix(file.Name, ".jsii.tgz") {
			content, err := file.Open()
			if err != nil {
				return nil, err
			}
			defer content.Close()
			all, err := io.ReadAll(content)
			return io.NopCloser(bytes.NewReader(all)), err
		}
	}
	return nil, fmt.Errorf("%s: expected a .jsii.tgz in it but found none", wheel)
}

func providerVersion(file io.Reader) (string, error) {
	var description struct {
		Cdktn struct{ Provider struct{ Version string } }
	}
	err := json.NewDecoder(file).Decode(&description)
	return description.Cdktn.Provider.Version, err
}

// writeDeclarations takes the TypeScript out of the source map, for the JavaScript around it lacks the
// comments that say what is required, optional and computed.
func writeDeclarations(script io.Reader, target string) error {
	text, err := io.ReadAll(script)
	if err != nil {
		return err
	}
	_, encoded, found := strings.Cut(string(text), sourceMap)
	if !found {
		return errors.New("expected a source map at its end but found none")
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return err
	}
	var sources struct{ SourcesContent []string }
	if err := json.Unmarshal(decoded, &sources); err != nil {
		return err
	}
	if len(sources.SourcesContent) != 1 {
		return fmt.Errorf("expected one source in the source map but found %d", len(sources.SourcesContent))
	}
	return os.WriteFile(target, []byte(sources.SourcesContent[0]), 0o644)
}
