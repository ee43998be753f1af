package form

import (
	"fmt"
	"math"
	"strconv"
)

// The owner chooses one colour; legibility is ours (WCAG 2.2 AA, 4.5 : 1).

const readable = 4.5

// onColour is the text on top of a colour: white where it can be read.
func onColour(colour string) string {
	if contrast(colour, "#ffffff") >= readable {
		return "#ffffff"
	}
	return "#0b1513"
}

// inkOn moves a colour towards black or white until it can be read on a surface.
func inkOn(colour, surface string) string {
	towards := 255.0
	if contrast(surface, "#000000") > contrast(surface, "#ffffff") {
		towards = 0
	}
	for part := 0.0; part < 1; part += 0.05 {
		if ink := mix(colour, towards, part); contrast(ink, surface) >= readable {
			return ink
		}
	}
	return map[bool]string{true: "#000000", false: "#ffffff"}[towards == 0]
}

func mix(colour string, towards, part float64) string {
	out := "#"
	for _, c := range channels(colour) {
		out += fmt.Sprintf("%02x", int(math.Round(c+(towards-c)*part)))
	}
	return out
}

func contrast(a, b string) float64 {
	x, y := light(a)+0.05, light(b)+0.05
	return math.Max(x, y) / math.Min(x, y)
}

func light(colour string) float64 {
	var l float64
	for i, c := range channels(colour) {
		c /= 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += c * [3]float64{0.2126, 0.7152, 0.0722}[i]
	}
	return l
}

func channels(colour string) (out [3]float64) {
	for i := range out {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8) // the settings let nothing but #rrggbb in
		out[i] = float64(n)
	}
	return out
}
