package app

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"anlan/web"
)

// consoleCSP lets the console run its own code and nothing else. Styles are
// inline because the component library writes them at run time. Pictures come from us:
// what a mail shows from elsewhere is fetched by us once the reader asks for it.
const consoleCSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self' data:; connect-src 'self'; frame-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// The worker stands behind the pages and shows pushes. It talks to us and to nobody
// else, and a new one is taken at once.
const (
	worker    = "sw.js"
	workerCSP = "default-src 'none'; connect-src 'self'"
)

// console serves the single page and its assets. A file that exists is served;
// what looks like a file and is none is missing; everything else is a place
// inside the page.
func console() http.Handler {
	files := web.Console()
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Content-Security-Policy", consoleCSP)
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if info, err := fs.Stat(files, name); err == nil && !info.IsDir() && name != "index.html" {
			switch {
			case strings.HasPrefix(name, "assets/"): // their names change with their content
				h.Set("Cache-Control", "public, max-age=31536000, immutable")
			case name == worker:
				h.Set("Cache-Control", "no-cache")
				h.Set("Content-Type", "text/javascript; charset=utf-8") // whatever this machine calls it: browsers take a worker of no other type
				h.Set("Content-Security-Policy", workerCSP)
			case path.Ext(name) == ".webmanifest":
				h.Set("Cache-Control", "no-cache")
				h.Set("Content-Type", "application/manifest+json")
			default:
				h.Set("Cache-Control", "public, max-age=86400")
			}
			server.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		page, err := fs.ReadFile(files, "index.html")
		if err != nil {
			http.Error(w, "The console has not been built into this program: run make build.", http.StatusNotFound)
			return
		}
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		_, _ = w.Write(page)
	})
}
