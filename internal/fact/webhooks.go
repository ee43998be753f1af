package fact

// Webhooks.
type (
	WebhookChanged struct {
		Webhook WebhookID `json:"webhook"`
		By      StaffID   `json:"by,omitempty"`
	}
)

func (WebhookChanged) Name() string { return "webhook.changed" }

func (f WebhookChanged) About() (conversation, contact, by string) { return "", "", string(f.By) }
