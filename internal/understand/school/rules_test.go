package school

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/understand/topic"
	"anlan/internal/understand/tree"
)

func TestWhatIsLearnedFrom(t *testing.T) {
	topics := []tree.Topic{{ID: "a"}, {ID: "b"}, {ID: "old", Archived: true}}
	var said []topic.Example
	for n := range LeastTexts {
		said = append(said, topic.Example{Text: fmt.Sprint("refund ", n), Label: "a"}, topic.Example{Text: fmt.Sprint("fax ", n), Label: "old"}, topic.Example{Text: fmt.Sprint("hello ", n), Label: topic.Unknown})
	}
	said = append(said, topic.Example{Text: "REFUND  0", Label: "b"}, topic.Example{Text: "parcel", Label: "b"}, topic.Example{Text: " ", Label: "a"})
	examples, labels := usable(said, topics)
	require.Equal(t, 1, labels, "b has too few, old is out of use")
	require.Len(t, examples, 2*LeastTexts)
	require.Equal(t, "a", examples[0].Label)
	again, _ := usable(said, topics)
	require.Equal(t, digest(examples), digest(again))
}

func TestWhichModelSorts(t *testing.T) {
	before := Lesson{State: Active, Right: 0.90, Topics: 5}
	for _, c := range []struct {
		about string
		next  Lesson
		want  bool
	}{
		{"better", Lesson{Right: 0.95, Topics: 5}, true},
		{"as good as chance tells", Lesson{Right: 0.88, Topics: 5}, true},
		{"worse", Lesson{Right: 0.80, Topics: 5}, false},
		{"worse, of two more topics", Lesson{Right: 0.82, Topics: 7}, true},
	} {
		require.Equal(t, c.want, better(c.next, before), c.about)
	}
	require.True(t, better(Lesson{Right: 0.1}, Lesson{}), "the first")
}

func TestAModelLearnsNothingOfAnybody(t *testing.T) {
	require.Equal(t, "退款打到手机 吧", impersonal("退款打到手机13812345678吧"))
	require.Equal(t, "钱退给我", impersonal("钱退给我"))
}
