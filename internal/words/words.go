// Package words has the Chinese and English texts that the server itself sends:
// what a refusal means, and what a person is told by machines.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

//go:embed *.json
var files embed.FS

// Languages of the product, the first one for who asks for neither.
var Languages = []string{"en", "zh-CN"}

var catalogues = load()

var placeholder = regexp.MustCompile(`\{([a-z_]+)(?::([a-z]+))?\}`)

func load() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range Languages {
		text, err := files.ReadFile(language + ".json")
		if err != nil {
			panic(err) // the file is part of the program
		}
		var catalogue map[string]string
		if err := json.Unmarshal(text, &catalogue); err != nil {
			panic(fmt.Sprintf("%s.json: %v", language, err))
		}
		all[language] = catalogue
	}
	return all
}

// Language picks the language for an Accept-Language header or a locale.
func Language(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		tag := strings.ToLower(strings.TrimSpace(strings.SplitN(part, ";", 2)[0]))
		switch {
		case strings.HasPrefix(tag, "zh"):
			return "zh-CN"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return Languages[0]
}

// Text gives the text of a key with its values filled in; {name} stands for the
// value of that name, and {name:form} for the value as people say it (form.go).
// An unknown key gives "".
func Text(language, key string, values map[string]any) string {
	return filled(language, catalogues[language][key], values)
}

func filled(language, text string, values map[string]any) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		parts := placeholder.FindStringSubmatch(found)
		v, given := values[parts[1]]
		if !given {
			return found
		}
		return formed(language, parts[1], parts[2], v)
	})
}

// Keys lists what a language has.
func Keys(language string) map[string]string { return catalogues[language] }
