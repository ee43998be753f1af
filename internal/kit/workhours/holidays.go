package workhours

import "time"

// Notice is the public holidays of a region and year as they were announced.
type Notice struct {
	Region string // ISO 3166
	Year   int
	Source string // who announced it, under which number
	Issued Date
	Days   []PublicDay
}

// PublicDay is a date on which the week does not hold.
type PublicDay struct {
	Date    Date
	Holiday string // a code: spring_festival
	Works   bool   // a day of work, which makes up for one that is free
}

// Exception is the day as an exception of a calendar: closed, or with the hours that
// the house works when it makes up for a holiday.
func (d PublicDay) Exception(name string, hours []DaySpan) Exception {
	e := Exception{Date: d.Date, Name: name}
	if d.Works {
		e.Spans = hours
	}
	return e
}

// Holidays are the codes of public holidays.
var Holidays = []string{"new_year", "spring_festival", "qingming", "labour_day", "dragon_boat", "mid_autumn", "national_day", "national_day_mid_autumn"}

// notices are the arrangements of the General Office of the State Council of China
// (国务院办公厅关于部分节假日安排的通知), which come out in the November before. A year that
// is not here has not been read, and is brought in by a file or by hand.
var notices = []Notice{
	{Region: "CN", Year: 2025, Source: "国办发明电〔2024〕12号", Issued: Date{2024, time.November, 12}, Days: announced(2025,
		run{"new_year", "01-01", 1, nil},
		run{"spring_festival", "01-28", 8, []string{"01-26", "02-08"}},
		run{"qingming", "04-04", 3, nil},
		run{"labour_day", "05-01", 5, []string{"04-27"}},
		run{"dragon_boat", "05-31", 3, nil},
		run{"national_day_mid_autumn", "10-01", 8, []string{"09-28", "10-11"}},
	)},
	{Region: "CN", Year: 2026, Source: "国办发明电〔2025〕7号", Issued: Date{2025, time.November, 4}, Days: announced(2026,
		run{"new_year", "01-01", 3, []string{"01-04"}},
		run{"spring_festival", "02-15", 9, []string{"02-14", "02-28"}},
		run{"qingming", "04-04", 3, nil},
		run{"labour_day", "05-01", 5, []string{"05-09"}},
		run{"dragon_boat", "06-19", 3, nil},
		run{"mid_autumn", "09-25", 3, nil},
		run{"national_day", "10-01", 7, []string{"09-20", "10-10"}},
	)},
}

// run is a holiday of some days, and the days of work that make up for it.
type run struct {
	holiday, first string
	days           int
	works          []string
}

func announced(year int, runs ...run) (list []PublicDay) {
	on := func(text string) Date {
		t, _ := time.Parse("01-02", text)
		return Date{year, t.Month(), t.Day()}
	}
	for _, r := range runs {
		for n := range r.days {
			list = append(list, PublicDay{on(r.first).Plus(n), r.holiday, false})
		}
		for _, work := range r.works {
			list = append(list, PublicDay{on(work), r.holiday, true})
		}
	}
	return list
}

// Announced is the notice of a region and year; ok tells that it is known here.
func Announced(region string, year int) (n Notice, ok bool) {
	for _, n := range notices {
		if n.Region == region && n.Year == year {
			return n, true
		}
	}
	return Notice{}, false
}

// Notices are all that are known, the oldest first.
func Notices() []Notice { return append([]Notice(nil), notices...) }
