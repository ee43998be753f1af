// Package id makes ids: UUID version 7, which sort by the time they were made.
package id

import "github.com/google/uuid"

// New makes an id. It panics only when the machine has no randomness left, and
// then nothing safe can be done.
func New() string { return uuid.Must(uuid.NewV7()).String() }
