package queueing

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTheWaitBehindOthers(t *testing.T) {
	for _, c := range []struct {
		name           string
		line           Line
		ahead          int
		mean, variance float64
	}{
		{"first in a line that moves twice a minute", Line{Rate: 2}, 0, 0.5, 0.25},
		{"ten before, nobody gives up", Line{Rate: 2}, 10, 5.5, 2.75},
		{"two before, and they may give up", Line{Rate: 1, Impatience: 1}, 2, 1 + 1.0/2 + 1.0/3, 1 + 1.0/4 + 1.0/9},
		{"one before, one comes in between for each unit", Line{Rate: 1, Overtaking: 1}, 1, 4, 4},
	} {
		w, ok := c.line.Behind(c.ahead)
		if !ok || math.Abs(w.Mean-c.mean) > 1e-12 || math.Abs(w.Variance-c.variance) > 1e-12 {
			t.Errorf("%s: %v %v, want %v and %v", c.name, w, ok, c.mean, c.variance)
		}
	}
}

func TestALineThatDoesNotMoveHasNoWait(t *testing.T) {
	for _, line := range []Line{{}, {Rate: -1}, {Rate: math.NaN()}} {
		if w, ok := line.Behind(3); ok {
			t.Errorf("%v: %v", line, w)
		}
		if line.Each(3) != nil {
			t.Errorf("%v has waits", line)
		}
	}
}

func TestEachPlaceWaitsAsItsOwnQuestionSays(t *testing.T) {
	line := Line{Rate: 3, Impatience: 0.1}
	for i, w := range line.Each(200) {
		one, _ := line.Behind(i)
		if math.Abs(w.Mean-one.Mean) > 1e-9 || math.Abs(w.Variance-one.Variance) > 1e-9 {
			t.Fatalf("%d ahead: %v, alone %v", i, w, one)
		}
	}
}

func TestAWaitStaysWithinWhatIsSaid(t *testing.T) {
	// Quantiles of the gamma distribution with shape 1, 4 and 30, by numeric integration.
	for _, c := range []struct{ shape, p, want float64 }{
		{1, 0.5, 0.6931}, {1, 0.8, 1.6094}, {4, 0.5, 3.6721}, {4, 0.8, 5.5150}, {30, 0.8, 34.4955},
	} {
		got := Wait{Mean: c.shape, Variance: c.shape}.Within(c.p)
		if math.Abs(got/c.want-1) > 0.02 {
			t.Errorf("shape %v within %v: %.4f, want %.4f", c.shape, c.p, got, c.want)
		}
	}
	if got := (Wait{}).Within(0.8); got != 0 {
		t.Errorf("no wait is within %v", got)
	}
}

func TestThePaceOfALineForgets(t *testing.T) {
	var p Pace
	for range 600 { // ten hours: one a minute taken, four waiting
		p = p.After(Sight{Time: 1, Waiting: 4, Staffed: true}, 10)
		p.Taken++
		p.Come++
	}
	rate, ok := p.Rate()
	if !ok || math.Abs(rate-1) > 0.05 {
		t.Fatalf("one a minute is %v, %v", rate, ok)
	}
	if math.Abs(p.Arrivals()-1) > 0.05 || p.Impatience() != 0 {
		t.Fatalf("arrivals %v, impatience %v", p.Arrivals(), p.Impatience())
	}
	for range 60 { // an hour of three a minute
		for range 3 {
			p = p.After(Sight{Time: 1.0 / 3, Waiting: 4, Staffed: true}, 10)
			p.Taken++
			p.Lost += 0.1
		}
	}
	if rate, _ = p.Rate(); math.Abs(rate-3) > 0.2 {
		t.Errorf("three a minute is %v", rate)
	}
	if got := p.Impatience(); math.Abs(got-0.3/4) > 0.01 {
		t.Errorf("impatience %v", got)
	}
	night := p.After(Sight{Time: 600, Waiting: 2}, 10)
	if _, ok := night.Rate(); ok {
		t.Error("a night in which nobody was there left a rate")
	}
}

// The error of QLm is half of what the wait of the last who was taken (LES) and of
// the first in line (HOL) make, as theory has it: the ratio is c²+1, two for arrivals at random
// (Ibrahim and Whitt, M&SOM 11 (2009) 397).
func TestTheEstimateBeatsTheSimpleOnes(t *testing.T) {
	for _, c := range []struct {
		name               string
		servers            int
		arrivals, patience float64
		customers          int
		qlm, les           float64 // mean squared errors ×1000 to be found again, within a tenth
		relative           float64 // at most: root of the mean squared error by the mean wait
		lesWorse, qlWorse  float64 // at least so many times the error
	}{
		{name: "M/M/100+M, 40 % too many, patience 1", servers: 100, arrivals: 140, patience: 1, customers: 400_000, qlm: 2.747, les: 5.660, relative: 0.17, lesWorse: 1.8, qlWorse: 2.5},
		{name: "M/M/100+M, 40 % too many, patience 5", servers: 100, arrivals: 140, patience: 5, customers: 400_000, qlm: 14.33, les: 28.55, relative: 0.17, lesWorse: 1.7, qlWorse: 5},
		{name: "M/M/20+M, 40 % too many, patience 1", servers: 20, arrivals: 28, patience: 1, customers: 400_000, qlm: 13.95, les: 29.93, relative: 0.40, lesWorse: 1.8, qlWorse: 1.8},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := simulate(c.servers, c.arrivals, 1/c.patience, c.customers)
			qlm, ql, les, hol, none := s.mse(s.qlm), s.mse(s.ql), s.mse(s.les), s.mse(s.hol), s.spread()
			covered := s.covered(1 / c.patience)
			t.Logf("mse ×1000: QLm %.3f, QL %.3f, LES %.3f, HOL %.3f, no information %.3f; QLm relative %.3f; within p80 %.3f", 1e3*qlm, 1e3*ql, 1e3*les, 1e3*hol, 1e3*none, math.Sqrt(qlm)/s.mean(), covered)
			near := func(name string, got, want float64) {
				if math.Abs(1e3*got/want-1) > 0.1 {
					t.Errorf("%s %.3f, want %.3f", name, 1e3*got, want)
				}
			}
			near("QLm", qlm, c.qlm)
			near("LES", les, c.les)
			if got := math.Sqrt(qlm) / s.mean(); got > c.relative {
				t.Errorf("relative error %.3f, more than %v", got, c.relative)
			}
			if covered < 0.78 || covered > 0.82 {
				t.Errorf("%.3f waited no longer than what is said to hold for 0.8", covered)
			}
			if les/qlm < c.lesWorse || ql/qlm < c.qlWorse || none < qlm {
				t.Errorf("QLm %.3g is not better enough than LES %.3g, QL %.3g, none %.3g", qlm, les, ql, none)
			}
		})
	}
}

// taken is one who waited and was taken, with what each method had said.
type taken struct{ waited, qlm, ql, les, hol, p80 float64 }

type sample []taken

func (s sample) qlm(t taken) float64 { return t.qlm }
func (s sample) ql(t taken) float64  { return t.ql }
func (s sample) les(t taken) float64 { return t.les }
func (s sample) hol(t taken) float64 { return t.hol }

func (s sample) mean() (m float64) {
	for _, each := range s {
		m += each.waited
	}
	return m / float64(len(s))
}

func (s sample) mse(said func(taken) float64) (m float64) {
	for _, each := range s {
		d := said(each) - each.waited
		m += d * d
	}
	return m / float64(len(s))
}

func (s sample) spread() float64 {
	mean := s.mean()
	return s.mse(func(taken) float64 { return mean })
}

// covered is the share of all who waited no longer than their 80 % bound. Whoever
// was taken stands for those too who would have waited as long and gave up before.
func (s sample) covered(impatience float64) float64 {
	within, all := 0.0, 0.0
	for _, each := range s {
		stands := math.Exp(impatience * each.waited)
		all += stands
		if each.waited <= each.p80 {
			within += stands
		}
	}
	return within / all
}

// simulate is a house of servers with exponential times (mean service 1) and
// customers who give up at that rate each.
func simulate(servers int, arrivals, impatience float64, customers int) sample {
	type waiting struct {
		since float64
		said  taken
	}
	random := rand.New(rand.NewPCG(7, 11))
	var now, last float64
	var line []waiting
	var seen sample
	busy := 0
	for came := 0; came < customers; {
		serve, leave := float64(busy), float64(len(line))*impatience
		now += random.ExpFloat64() / (arrivals + serve + leave)
		switch u := random.Float64() * (arrivals + serve + leave); {
		case u < arrivals:
			came++
			if busy < servers {
				busy++
				continue
			}
			w, _ := Line{Rate: float64(servers), Impatience: impatience}.Behind(len(line))
			said := taken{qlm: w.Mean, p80: w.Within(0.8), ql: float64(len(line)+1) / float64(servers), les: last}
			if len(line) > 0 {
				said.hol = now - line[0].since
			}
			line = append(line, waiting{now, said})
		case u < arrivals+serve:
			if len(line) == 0 {
				busy--
				continue
			}
			next := line[0]
			line = slices.Delete(line, 0, 1)
			next.said.waited = now - next.since
			last = next.said.waited
			if came > customers/10 { // once it has found its level
				seen = append(seen, next.said)
			}
		default:
			at := random.IntN(len(line))
			line = slices.Delete(line, at, at+1)
		}
	}
	return seen
}
