// Records what the reference's libraries make of the texts in ../read.jsonl and ../write.jsonl:
// "resource" is what is read as resources and printed, "config" what is read as a configuration
// file, as JSON. "yaml" is how the value of "json" is printed. null stands for a refusal.
//
//	cd testdata/yaml/record && go mod tidy && go run .
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/yaml"
)

type row struct {
	Text     string  `json:"text,omitempty"`
	Resource *string `json:"resource"`
	Config   *string `json:"config"`
}

type writeRow struct {
	JSON string  `json:"json"`
	YAML *string `json:"yaml"`
}

func resource(text string) (*string, error) {
	nodes, err := kio.FromBytes([]byte(text))
	if err != nil {
		return nil, err
	}
	var documents []string
	for _, node := range nodes {
		asJSON, err := node.MarshalJSON()
		if err != nil {
			return nil, err
		}
		asYAML, err := yaml.JSONToYAML(asJSON)
		if err != nil {
			return nil, err
		}
		documents = append(documents, string(asYAML))
	}
	all := strings.Join(documents, "---\n")
	return &all, nil
}

func config(text string) (*string, error) {
	out, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, err
	}
	all := string(out)
	return &all, nil
}

// each passes every line of a file through record and writes the file anew.
func each(path string, record func(line []byte) any) {
	file, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		if err := encoder.Encode(record(lines.Bytes())); err != nil {
			panic(err)
		}
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		panic(err)
	}
}

func main() {
	each("../read.jsonl", func(line []byte) any {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			panic(err)
		}
		var err error
		if r.Resource, err = resource(r.Text); err != nil {
			fmt.Printf("resource %q: %v\n", r.Text, err)
		}
		if r.Config, err = config(r.Text); err != nil {
			fmt.Printf("config %q: %v\n", r.Text, err)
		}
		return r
	})
	each("../write.jsonl", func(line []byte) any {
		var r writeRow
		if err := json.Unmarshal(line, &r); err != nil {
			panic(err)
		}
		out, err := yaml.JSONToYAML([]byte(r.JSON))
		if err != nil {
			fmt.Printf("write %q: %v\n", r.JSON, err)
			r.YAML = nil
			return r
		}
		all := string(out)
		r.YAML = &all
		return r
	})
}
