package fact

// TroubleID names one trouble of a channel, from its beginning to its end.
type TroubleID string

// How channels are.
type (
	// ChannelTroubled: something is wrong with a channel. Code says why; State is
	// troubled or broken. Changed: it is the same trouble, for another reason.
	ChannelTroubled struct {
		Channel ChannelID `json:"channel"`
		Trouble TroubleID `json:"trouble"`
		Part    string    `json:"part"`
		State   string    `json:"state"`
		Code    string    `json:"code"`
		Changed bool      `json:"changed,omitempty"`
	}
	// ChannelRecovered: a trouble is over.
	ChannelRecovered struct {
		Channel ChannelID `json:"channel"`
		Trouble TroubleID `json:"trouble"`
		Part    string    `json:"part"`
		Code    string    `json:"code"`
	}
)

func (ChannelTroubled) Name() string  { return "channel.troubled" }
func (ChannelRecovered) Name() string { return "channel.recovered" }

func (ChannelTroubled) About() (conversation, contact, by string)  { return "", "", "" }
func (ChannelRecovered) About() (conversation, contact, by string) { return "", "", "" }
