package webchat

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"anlan/internal/arrive/intake"
	"anlan/internal/platform/fault"
)

const (
	forAWhile = "public, max-age=300"                 // the loader's name never changes, so its copies must age
	forEver   = "public, max-age=31536000, immutable" // the name changes with the content
	never     = "private, no-store"
)

func (e *Edge) routeAssets(mux *http.ServeMux) {
	mux.HandleFunc("GET /widget.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // it is made for other sites
		e.serve(w, r, "widget.js", forAWhile)
	})
	mux.HandleFunc("GET /widget/assets/{file}", func(w http.ResponseWriter, r *http.Request) {
		e.serve(w, r, "assets/"+r.PathValue("file"), forEver)
	})
	mux.HandleFunc("GET /widget/frame", e.frame)
	mux.HandleFunc("GET /try", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy(r, "'none'"))
		e.serve(w, r, "try.html", never)
	})
}

// frame is the chat's own page. A channel that is closed or unknown gets it too:
// it is the page that can say so kindly.
func (e *Edge) frame(w http.ResponseWriter, r *http.Request) {
	var s intake.WebchatSettings
	if c, err := e.Channels.ByKey(r.Context(), r.URL.Query().Get("channel")); err == nil && c.Kind == intake.Webchat {
		if s, err = c.Webchat(); err != nil {
			e.refuse(w, r, err)
			return
		}
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy(r, ancestors(s)))
	h.Set("Referrer-Policy", "no-referrer")
	e.serve(w, r, "frame.html", never)
}

func (e *Edge) serve(w http.ResponseWriter, r *http.Request, name, keep string) {
	content, err := fs.ReadFile(e.Assets, name)
	if err != nil {
		e.refuse(w, r, fault.New(fault.Missing, "widget.not_built").Because(err))
		return
	}
	sum := sha256.Sum256(content)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", keep)
	h.Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(content) // whoever asked may have left
}
