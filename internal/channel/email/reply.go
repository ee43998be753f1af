package email

// Reply finds what the writer says this time.
func Reply(text, html string) Visible { return Visible{Reply: text} }
