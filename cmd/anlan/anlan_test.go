package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"anlan": main,
	})
}

// TestCommandsDoWhatTheySay runs the scripts in testdata, each in a folder of its own.
func TestCommandsDoWhatTheySay(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"ANLAN_TEST_POSTGRES", "ANLAN_TEST_REDIS"} {
				if url := os.Getenv(name); url != "" {
					env.Setenv(name, url)
				}
			}
			return nil
		},
		RequireExplicitExec: true,
	})
}
