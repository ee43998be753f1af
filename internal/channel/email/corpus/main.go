// Command corpus reads the public mail corpora that developers keep beside the
// repository and prints how much of them Anlan understands. It ends with an
// error when a share falls below its floor, so that `make corpus` guards what
// was once reached.
//
// Two texts count as equal when they differ in white space alone.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	data := flag.String("data", "../shared/data/email", "folder of the corpora")
	security := flag.String("security", "../shared/data/security", "folder of the attacks on HTML")
	verbose := flag.Bool("v", false, "name what is wrong")
	floors := map[string]*float64{
		"letters": flag.Float64("letters", 98, "floor for letters read right, in percent"),
		"reply":   flag.Float64("reply", 95, "floor for replies trimmed right, in percent"),
		"kinds":   flag.Float64("kinds", 98, "floor for kinds told right, in percent"),
		"bounces": flag.Float64("bounces", 95, "floor for bounce recipients and states, in percent"),
		"peers":   flag.Float64("peers", 90, "floor for agreement with other parsers, in percent"),
	}
	flag.Parse()

	s := &score{data: *data, security: *security, verbose: *verbose}
	for _, measure := range []func() error{s.reading, s.letters, s.replies, s.kinds, s.peers, s.markup} {
		if err := measure(); err != nil {
			fmt.Fprintln(os.Stderr, "corpus:", err)
			os.Exit(2)
		}
	}
	s.print()
	if below := s.below(floors); len(below) > 0 {
		fmt.Fprintln(os.Stderr, "below the floor:", strings.Join(below, ", "))
		os.Exit(1)
	}
}
