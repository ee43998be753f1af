package fact

type (
	NotificationID     string
	PushSubscriptionID string
)

// What people are told, and that they have seen it.
type (
	NotificationRaised struct {
		Notification NotificationID `json:"notification"`
		Staff        StaffID        `json:"staff"`
		Kind         string         `json:"kind"`
	}
	NotificationSeen struct {
		Staff StaffID `json:"staff"`
	}
)

func (NotificationRaised) Name() string { return "notification.raised" }
func (NotificationSeen) Name() string   { return "notification.seen" }

func (NotificationRaised) About() (conversation, contact, by string) { return "", "", "" }

func (f NotificationSeen) About() (conversation, contact, by string) { return "", "", string(f.Staff) }
