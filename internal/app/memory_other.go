//go:build !linux

package app

// letGoOfProgram does nothing where we do not know how.
func letGoOfProgram() {}
