package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
)

// TestAnEmptyHouseHasEmptyLists: what the description calls a list is one where there is
// nothing, too.
func TestAnEmptyHouseHasEmptyLists(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		var doc struct {
			Paths map[string]map[string]struct {
				Responses map[string]struct {
					Content map[string]struct {
						Schema struct {
							Ref string `json:"$ref"`
						}
					}
				}
			}
			Components struct {
				Schemas map[string]struct {
					Properties map[string]struct{ Type any }
				}
			}
		}
		n.Stranger().Get("/openapi.json", http.StatusOK, &doc)
		looked := 0
		for path, methods := range doc.Paths {
			schema := strings.TrimPrefix(methods["get"].Responses["200"].Content["application/json"].Schema.Ref, "#/components/schemas/")
			if schema == "" || strings.Contains(path, "{") {
				continue
			}
			var answer map[string]json.RawMessage
			if json.Unmarshal(admin.Answer(path), &answer) != nil {
				continue
			}
			for name, property := range doc.Components.Schemas[schema].Properties {
				if value, given := answer[name]; given && property.Type == "array" {
					looked++
					require.NotEqual(t, "null", string(value), "%s of %s", name, path)
				}
			}
		}
		require.Greater(t, looked, 30)
	})
}
