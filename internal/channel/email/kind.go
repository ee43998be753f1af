package email

func classify(root *part, m Mail) (Kind, *Bounce) { return Message, nil }
