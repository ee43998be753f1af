package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// watch registers what an operator wants on a dashboard, besides requests.
func (s *Server) watch() {
	counter := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
	}
	s.metrics.Registry.MustRegister(
		counter("anlan_jobs_done_total", "Jobs finished by this node.", func() float64 { return float64(s.Jobs.Done.Load()) }),
		counter("anlan_jobs_failed_total", "Attempts that failed on this node.", func() float64 { return float64(s.Jobs.Failed.Load()) }),
		counter("anlan_jobs_stranded_total", "Jobs that failed for good on this node.", func() float64 { return float64(s.Jobs.Stranded.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "anlan_live_seats", Help: "Screens and chats connected to this node."},
			func() float64 { return float64(s.Hub.Seats()) }),
		jobStates{s},
	)
}

// jobStates counts the jobs in the table when somebody asks.
type jobStates struct{ s *Server }

var jobsDesc = prometheus.NewDesc("anlan_jobs", "Jobs in the table, by state.", []string{"state"}, nil)

func (jobStates) Describe(c chan<- *prometheus.Desc) { c <- jobsDesc }

func (j jobStates) Collect(c chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	counts, err := j.s.DB.JobCounts(ctx)
	if err != nil {
		c <- prometheus.NewInvalidMetric(jobsDesc, err)
		return
	}
	for _, state := range []string{"ready", "running", "stuck"} {
		c <- prometheus.MustNewConstMetric(jobsDesc, prometheus.GaugeValue, float64(counts[state]), state)
	}
}
