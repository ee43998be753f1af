package email

// ResolveWith lets a test answer for DNS.
func (p *Post) ResolveWith(r Resolve) { p.resolve = r }
