package search

import (
	"fmt"
	"maps"
	"slices"
)

// contactTexts lists what of a contact can be found, the name first.
func contactTexts(c Contact) []string {
	texts := append([]string{c.Name}, c.Identities...)
	return append(texts, attributeTexts(c.Attributes)...)
}

// attributeTexts are the plain values, in the order of their names.
func attributeTexts(attributes map[string]any) []string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		switch v := attributes[name].(type) {
		case string:
			texts = append(texts, v)
		case float64, int, int64:
			texts = append(texts, fmt.Sprint(v))
		}
	}
	return texts
}
