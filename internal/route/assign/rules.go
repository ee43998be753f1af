package assign

import (
	"cmp"
	"math"
	"slices"
	"time"

	"anlan/internal/fact"
	"anlan/internal/people/presence"
	"anlan/internal/people/skill"
	"anlan/internal/route/queue"
)

// What speaks for somebody, and against. Being good at it counts most; a load as
// such half as much; who knows the case is worth a person who has nothing to do.
const (
	forSkill     = 1.0
	againstLoad  = 0.5
	againstSpare = 0.3 // each skill that few others here have and that is not asked for
	forKnowing   = 0.4
	sameScore    = 1e-9
)

// few is how many people on line may have a skill for it to be kept in reserve.
const few = 1

// quiet is how long a chat in which we wait for the customer still fills a person.
const quiet = 10 * time.Minute

// knownFor is how long somebody who answered a customer knows the case.
const knownFor = 72 * time.Hour

// free tells whether one more conversation fits.
func free(load, fills float64) bool { return load+fills <= 1+sameScore }

// unable tells why somebody cannot take what a queue requires; "" when they can.
func unable(p Person, r queue.Requirement, fills float64) string {
	if p.State != presence.Online {
		return NotOnline
	}
	if why := unfit(p, r); why != "" {
		return why
	}
	if !free(p.Load, fills) {
		return Full
	}
	return ""
}

// unfit tells the same of skills and languages alone.
func unfit(p Person, r queue.Requirement) string {
	for _, need := range r.Skills {
		if p.Skills[need.Skill] < need.Level {
			return NoSkill
		}
	}
	if r.Language != "" && p.Languages[r.Language] == 0 {
		return NoLanguage
	}
	return ""
}

// proficiency is how good somebody is at what is required, from 0 to 1.
func proficiency(p Person, r queue.Requirement) float64 {
	sum, n := 0.0, len(r.Skills)
	for _, need := range r.Skills {
		sum += float64(p.Skills[need.Skill]) / float64(skill.Expert)
	}
	if r.Language != "" {
		sum += float64(p.Languages[r.Language]) / float64(skill.Expert)
		n++
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// scarce are the skills that few people who are on line have.
func scarce(people []Person) map[fact.SkillID]bool {
	n := map[fact.SkillID]int{}
	for _, p := range people {
		if p.State == presence.Online {
			for s := range p.Skills {
				n[s]++
			}
		}
	}
	rare := map[fact.SkillID]bool{}
	for s, has := range n {
		if has <= few {
			rare[s] = true
		}
	}
	return rare
}

// spare is how many scarce skills somebody has that are not asked for.
func spare(p Person, r queue.Requirement, rare map[fact.SkillID]bool) (n int) {
	for s := range p.Skills {
		if rare[s] && !slices.ContainsFunc(r.Skills, func(need queue.Need) bool { return need.Skill == s }) {
			n++
		}
	}
	return n
}

// asked is what somebody is chosen for.
type asked struct {
	needs queue.Requirement
	fills func(fact.StaffID) float64
	knows map[fact.StaffID]bool    // who answered this customer lately
	said  map[fact.StaffID]answers // to the same conversation, in this wait
	names map[fact.SkillID]string
}

// answers is what somebody said when they were asked to take a conversation.
type answers struct {
	refused bool
	missed  int
}

type judged struct {
	Person
	able   float64
	spare  int
	knows  bool
	missed int
	score  float64
}

// idleSince is since when somebody has been waiting for work.
func (p Person) idleSince() time.Time {
	if p.GivenAt.After(p.Since) {
		return p.GivenAt
	}
	return p.Since
}

// choose ranks whoever can, the best first, and counts by reason who cannot.
func choose(people []Person, a asked) (ranked []judged, passedOver map[string]int) {
	rare, passedOver := scarce(people), map[string]int{}
	for _, p := range people {
		if why := unable(p, a.needs, a.fills(p.ID)); why != "" {
			passedOver[why]++
			continue
		}
		if a.said[p.ID].refused {
			passedOver[Refused]++
			continue
		}
		j := judged{Person: p, able: proficiency(p, a.needs), spare: spare(p, a.needs, rare), knows: a.knows[p.ID], missed: a.said[p.ID].missed}
		j.score = forSkill*j.able - againstLoad*p.Load - againstSpare*float64(j.spare)
		if j.knows {
			j.score += forKnowing
		}
		ranked = append(ranked, j)
	}
	slices.SortFunc(ranked, func(a, b judged) int {
		if a.missed != b.missed { // who does not answer is asked again when nobody else is left
			return cmp.Compare(a.missed, b.missed)
		}
		if math.Abs(a.score-b.score) > sameScore {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(a.idleSince().Compare(b.idleSince()), cmp.Compare(a.ID, b.ID))
	})
	return ranked, passedOver
}

// why are the reasons for the first of those who were ranked.
func why(ranked []judged, a asked) (list []fact.Why) {
	list = able(a)
	first := ranked[0]
	if first.knows {
		list = append(list, fact.Why{Code: KnowsCase})
	}
	if len(ranked) == 1 {
		return append(list, fact.Why{Code: OnlyOne})
	}
	second := ranked[1]
	switch {
	case math.Abs(first.score-second.score) <= sameScore:
		list = append(list, fact.Why{Code: LongestIdle})
	case first.able > second.able:
		list = append(list, fact.Why{Code: BestSkilled})
	case first.spare < second.spare:
		list = append(list, fact.Why{Code: KeepsScarce})
	case first.Load < second.Load:
		list = append(list, fact.Why{Code: LeastBusy})
	}
	return list
}

// able tells what somebody was required to be.
func able(a asked) []fact.Why {
	list := []fact.Why{}
	for _, need := range a.needs.Skills {
		list = append(list, fact.Why{Code: HasSkill, Value: a.names[need.Skill]})
	}
	if a.needs.Language != "" {
		list = append(list, fact.Why{Code: Speaks, Value: a.needs.Language})
	}
	return list
}

// remembered is how many candidates a decision keeps.
const remembered = 10

// candidates is those who were ranked as a decision keeps them.
func candidates(ranked []judged) []Candidate {
	list := []Candidate{}
	for _, j := range ranked[:min(len(ranked), remembered)] {
		of := []fact.Why{}
		if j.knows {
			of = append(of, fact.Why{Code: KnowsCase})
		}
		list = append(list, Candidate{Staff: j.ID, Score: math.Round(j.score*100) / 100, Load: math.Round(j.Load*100) / 100, Why: of})
	}
	return list
}
