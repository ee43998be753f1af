package words

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed pages/*.json
var pageFiles embed.FS

var pages = loadPages()

func loadPages() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, language := range Languages {
		text, err := pageFiles.ReadFile("pages/" + language + ".json")
		if err != nil {
			panic(err) // the file is part of the program
		}
		var catalogue map[string]string
		if err := json.Unmarshal(text, &catalogue); err != nil {
			panic(fmt.Sprintf("pages/%s.json: %v", language, err))
		}
		all[language] = catalogue
	}
	return all
}

// Page gives a text of the pages and mails that the server writes for customers.
// An unknown key gives "".
func Page(language, key string, values map[string]any) string {
	return filled(language, pages[language][key], values)
}

// PageKeys lists what a language has of them.
func PageKeys(language string) map[string]string { return pages[language] }
