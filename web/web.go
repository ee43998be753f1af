// Package web carries the built front end inside the binary: the console that
// staff work in and the widget that visitors write in. Before the first build
// both are empty, and the server then says so instead of failing to compile.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Console is the agent console: index.html and its hashed assets.
func Console() fs.FS { return under("dist/console") }

// Widget is the visitor's chat: the loader, the frame and its assets.
func Widget() fs.FS { return under("dist/widget") }

func under(folder string) fs.FS {
	sub, err := fs.Sub(dist, folder)
	if err != nil {
		panic(err) // only an invalid path does this, and ours are constants
	}
	return sub
}
